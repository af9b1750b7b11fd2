# Tandem in a container: one image for web, worker, beat and the migration before them.
FROM python:3.12-slim AS build
RUN python -m venv /opt/tandem/.venv
WORKDIR /opt/tandem
COPY requirements.txt .
RUN .venv/bin/pip install --quiet --no-cache-dir --require-hashes --requirement requirements.txt
COPY manage.py .
COPY accounts accounts
COPY sponsors sponsors
COPY reviews reviews
COPY sponsorship sponsorship
COPY templates templates
COPY static static
COPY locale locale
# Translations, font and static files are made once, here: they need neither secret nor database.
RUN .venv/bin/python manage.py prepare --no-database \
    && rm -rf var/secret_key var/broker \
    && .venv/bin/python -m compileall -q accounts sponsors reviews sponsorship

FROM python:3.12-slim
RUN useradd --system --uid 10001 --home-dir /opt/tandem --shell /usr/sbin/nologin tandem
COPY --from=build /opt/tandem /opt/tandem
WORKDIR /opt/tandem
# What changes lies on volumes below var/; the collected static files beside them stay the image's.
RUN mkdir -p var/media var/imports var/inbox var/beat && chown -R tandem: var
ENV PATH=/opt/tandem/.venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 TANDEM_ENV=production
USER tandem
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
    CMD ["python", "sponsorship/ops/healthy.py"]
CMD ["gunicorn", "sponsorship.wsgi", "--bind=0.0.0.0:8000", "--worker-class=gthread", \
     "--workers=2", "--threads=4", "--worker-tmp-dir=/dev/shm", "--no-control-socket"]
