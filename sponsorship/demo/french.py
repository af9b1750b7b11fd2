"""What the French-speaking people of the demo write."""

from sponsorship.demo.words import Words

FRENCH = Words(
    exchanges=[
        "Point mensuel sur le plan de compte",
        "Préparation du rendez-vous avec la direction générale",
        "Interlocuteurs à rencontrer au prochain trimestre",
        "Renouvellement de l’accord-cadre",
        "Relecture de l’executive brief",
        "Messages à porter avant le comité de pilotage",
        "Retour sur l’appel d’offres perdu",
        "Arbitrages internes à obtenir pour l’équipe",
        "Ce que nous attendons de la revue stratégique",
        "Point rapide après la visite de site",
    ],
    coaching=[
        "Coaching\u202f: conduire un entretien avec une direction générale",
        "Coaching\u202f: lire les comptes du client",
        "Coaching\u202f: dire non sans fermer la porte",
        "Coaching\u202f: passer du prix au coût complet",
    ],
    meetings={
        "general": [
            "Déjeuner avec la direction générale",
            "Rendez-vous annuel de direction à direction",
            "Tour d’horizon sur leur plan à trois ans",
            "Visite de notre centre d’essais",
        ],
        "finance": [
            "Coût complet et conditions de paiement",
            "Échange sur leur plan d’investissement",
            "Petit-déjeuner avec la direction financière",
            "Partage des économies de l’année",
        ],
        "operations": [
            "Visite du site pilote",
            "Engagements de service du second semestre",
            "Bilan de la remise en service",
            "Feuille de route énergie de leurs sites",
        ],
        "procurement": [
            "Calendrier du prochain appel d’offres",
            "Réorganisation de leurs achats",
            "Point d’étape sur l’accord-cadre",
            "Critères carbone de leurs achats",
        ],
        "supply": [
            "Sécurité d’approvisionnement en pièces",
            "Prévisions partagées par trimestre",
            "Délais et stocks de sécurité",
            "Plan de continuité pour l’hiver",
        ],
    },
    calls=[
        "Livraisons du trimestre",
        "Date de la prochaine intervention",
        "Question sur une facture en attente",
        "Accès au site et habilitations",
        "Suites de la visite",
        "Chiffres demandés par leur contrôle de gestion",
        "Préparation du comité de pilotage",
    ],
    events=[
        "Concert de la fondation, avec nos invités",
        "Table ronde sur l’énergie, à Lyon",
        "Tournoi caritatif de leur fondation",
        "Remise des prix de l’école qu’ils parrainent",
    ],
    notes=[
        "Accueil chaleureux. Ils veulent un interlocuteur unique pour la qualité, et le disent sans détour.",
        "Le budget de l’an prochain est confirmé. La décision se prendra à trois, dont la direction financière.",
        "Ils ont comparé nos délais à ceux du concurrent. Nous gardons l’avantage, de peu.",
        "Bonne surprise\u202f: le pilote est cité en exemple dans leur comité de direction.",
        "Inquiets pour l’hiver. Nous avons promis un plan de continuité écrit.",
        "Ils ouvriront leur feuille de route à trois ans si nous ouvrons la nôtre.",
        "Échange franc sur les retards. Ils retiennent que nous avons prévenus avant eux.",
        "Rien de décidé, mais le ton a changé\u202f: on nous parle de demain.",
    ],
    sectors={
        "aerospace": "Les cadences de production remontent\u202f: chaque arrêt d’atelier se compte en heures.",
        "automotive": "Deux usines basculent vers l’électrique\u202f: nos lignes doivent suivre sans arrêt.",
        "banking": "Le siège et deux centres de données changent d’adresse d’ici à deux ans.",
        "chemicals": "Les arrêts réglementaires de deux sites sont avancés d’un an.",
        "construction": "Les commandes publiques ralentissent\u202f: ils cherchent des marges dans l’exploitation.",
        "energy": "Trois centrales passent en pilotage à distance\u202f: nous équipons la première.",
        "food-beverage": "Le froid pèse un tiers de leur facture d’énergie\u202f: c’est notre porte d’entrée.",
        "health": "Quatre hôpitaux et un seul contrat de maintenance à partir de l’an prochain.",
        "insurance": "Ils réduisent leurs surfaces d’un quart, et veulent des bureaux sobres.",
        "logistics": "Deux plateformes automatisées ouvrent\u202f: la disponibilité prime sur le prix.",
        "luxury": "Les ateliers doublent leur surface\u202f: la discrétion compte autant que le délai.",
        "manufacturing": "Le programme d’automatisation démarre par les ateliers du nord.",
        "media": "Les studios déménagent\u202f: aucun direct ne doit s’interrompre.",
        "pharmaceuticals": "Une ligne stérile se construit\u202f: la qualification nous engage autant qu’eux.",
        "rail": "Cinq ateliers de maintenance sont remis à neuf en quatre ans.",
        "retail": "Trois cents magasins à équiper avant la prochaine obligation d’affichage énergétique.",
        "technology": "Un nouveau campus, et l’exigence d’une énergie mesurée heure par heure.",
        "telecom": "Les sites radio consomment trop\u202f: ils attendent un plan chiffré.",
        "tourism": "La saison commande tout\u202f: les travaux se font entre novembre et mars.",
    },
    situations=[
        [
            "Nous sommes leur numéro deux\u202f; le premier perd du terrain sur la qualité.",
            "Nous sommes leur premier fournisseur, et le savons trop\u202f: ils veulent une alternative.",
            "Nous tenons un quart de leurs dépenses dans notre métier\u202f; la moitié nous est accessible.",
        ],
        [
            "Leurs achats se regroupent\u202f: une direction unique décidera à partir de janvier.",
            "La direction financière regarde le coût complet, et non plus le prix à l’unité.",
            "Le directeur des achats prend sa retraite dans l’année\u202f; sa succession est ouverte.",
        ],
        [
            "L’accord-cadre arrive à échéance\u202f: sa reconduction se prépare maintenant.",
            "Le pilote a tenu ses promesses\u202f; le déploiement attend un oui de la direction générale.",
            "L’appel d’offres des sites du nord sera publié au printemps.",
        ],
        [
            "Le ton juste\u202f: confiant sur le fond, modeste sur les retards du printemps.",
            "Le ton juste\u202f: parler de leurs clients avant de parler de nos offres.",
            "Le ton juste\u202f: court, chiffré, et une seule demande par rendez-vous.",
        ],
    ],
    asks={
        "general": [
            ("Son avis sur notre pilote, sans détour", "Le déploiement dépend de son oui."),
            (
                "Ses trois priorités pour l’an prochain",
                "Notre plan de compte s’écrit en ce moment.",
            ),
            ("Une visite de notre centre d’essais", "Elle est proposée depuis le printemps."),
        ],
        "finance": [
            (
                "Le calendrier de son budget d’investissement",
                "Nous chiffrons trop tard chaque année.",
            ),
            (
                "Ce que vaut chez eux une heure d’arrêt évitée",
                "Notre offre compare des coûts complets.",
            ),
        ],
        "operations": [
            ("Le nom du prochain site à équiper", "L’équipe peut démarrer sous six semaines."),
            ("Un rendez-vous avec ses chefs de site", "Nous n’en connaissons qu’un sur quatre."),
        ],
        "procurement": [
            ("La date à laquelle l’appel d’offres sera publié", ""),
            ("Qui décidera après la réorganisation des achats", "Deux noms circulent."),
        ],
        "supply": [
            (
                "Des prévisions partagées chaque trimestre",
                "Elles réduiraient nos délais d’un tiers.",
            )
        ],
        "anyone": [
            ("Ce qui se dit de nous depuis le changement d’équipe", ""),
            (
                "Qui prépare leur plan à trois ans",
                "Nous voulons l’entendre avant qu’il soit public.",
            ),
            ("Un client à eux qui accepterait de témoigner", ""),
        ],
    },
    no_gos=[
        "Le litige de l’an dernier, clos mais encore sensible",
        "Les rumeurs de rachat",
        "Le départ de leur ancien directeur des achats",
        "Le prix du pilote, déjà négocié deux fois",
    ],
    client_events=[
        ("tender", "Appel d’offres pour les sites du nord"),
        ("plan", "Plan à trois ans présenté au conseil"),
        ("reorganisation", "Achats réunis en une seule direction"),
        ("appointment", "Arrivée d’une nouvelle directrice financière"),
        ("tender", "Consultation sur la maintenance des sites"),
        ("plan", "Ouverture d’un second site de production"),
        ("reorganisation", "Fusion de deux directions régionales"),
        ("appointment", "Nomination au comité exécutif"),
    ],
    reviews=[
        "Bilan de l’année et priorités communes",
        "Plan à trois ans",
        "Feuille de route énergie et carbone",
        "Qualité de service et second site",
    ],
    agenda="1. La relation\n2. Les résultats de l’année\n3. Le plan à trois ans\n4. L’année qui vient",
    minutes=[
        "Ton ouvert et direct. Le client confirme le second site et demande un interlocuteur unique pour la qualité.",
        "Le client a ouvert sa feuille de route. Il attend de nous un plan chiffré avant la fin du trimestre.",
        "Satisfait du service, exigeant sur les délais. La direction générale est restée jusqu’au bout.",
    ],
    decisions=[
        "Ouvrir un second site pilote",
        "Partager les prévisions chaque trimestre",
        "Nommer un interlocuteur unique pour la qualité",
        "Chiffrer le plan énergie des trois premiers sites",
    ],
    next_steps=[
        "Envoyer la note de synthèse",
        "Proposer deux dates pour le comité de pilotage",
        "Présenter notre directrice financière à la leur",
        "Transmettre le plan de continuité",
        "Obtenir les plannings des chefs de site",
    ],
    motivations=[
        "Comprendre nos clients d’aussi près que nos usines.",
        "Rendre à un KAM ce que d’autres m’ont appris au début de ma carrière.",
        "Entendre ce que le client ne dit pas à celui qui lui vend.",
    ],
    acquaintances=[
        "Une ancienne collègue, aujourd’hui à la direction financière.",
        "Leur directeur des opérations, rencontré dans un groupe de travail de la filière.",
        "Personne encore, mais j’ai passé six ans dans ce secteur.",
    ],
    whys={
        "finance": "Leur direction financière souhaite me voir avant les arbitrages.",
        "general": "Un déjeuner avait été promis à l’ouverture du pilote.",
        "procurement": "Ils ont appelé au sujet des dates de l’appel d’offres.",
    },
    advice=[
        "Laissez-les parler d’abord. Demandez le calendrier, pas le prix\u202f; les retards du printemps sont réglés."
    ],
    rhythms=[
        "Je voyage un mois sur deux cette année\u202f: un long appel à chaque retour.",
    ],
    thanks=["Sans vous à leur revue, nous écririons encore à leur service des achats."],
)
