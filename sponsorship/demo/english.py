"""What the other people of the demo write."""

from sponsorship.demo.words import Words

ENGLISH = Words(
    exchanges=[
        "Monthly talk on the account plan",
        "Preparing the meeting with the chief executive",
        "Whom to meet next quarter",
        "Renewal of the framework agreement",
        "Reading the executive brief together",
        "What to say at the steering committee",
        "Lessons from the tender we lost",
        "Decisions the team needs from inside",
        "What we want from the strategic review",
        "Quick word after the site visit",
    ],
    coaching=[
        "Coaching: a first meeting with a chief executive",
        "Coaching: reading the client’s accounts",
        "Coaching: saying no and keeping the door open",
        "Coaching: from unit price to total cost",
    ],
    meetings={
        "general": [
            "Lunch with the chief executive",
            "Yearly meeting of the two managements",
            "Their plan for the next three years",
            "Visit to our test centre",
        ],
        "finance": [
            "Total cost and payment terms",
            "Their investment plan",
            "Breakfast with the finance team",
            "This year’s savings, shared",
        ],
        "operations": [
            "Visit to the pilot site",
            "Service levels for the second half",
            "How the restart went",
            "Energy road map for their sites",
        ],
        "procurement": [
            "Calendar of the next tender",
            "How their purchasing is changing",
            "Where the framework agreement stands",
            "Carbon criteria in their purchasing",
        ],
        "supply": [
            "Security of supply for spare parts",
            "Shared forecasts each quarter",
            "Lead times and safety stock",
            "Continuity plan for the winter",
        ],
    },
    calls=[
        "Deliveries this quarter",
        "Date of the next service visit",
        "A question on an open invoice",
        "Site access and permits",
        "Following up on the visit",
        "Figures their controllers asked for",
        "Preparing the steering committee",
    ],
    events=[
        "The foundation’s concert, with our guests",
        "Round table on energy",
        "Their foundation’s charity run",
        "Prize-giving at the school they support",
    ],
    notes=[
        "A warm welcome. They want one person to talk to about quality, and say so plainly.",
        "Next year’s budget is confirmed. Three people will decide, the finance team among them.",
        "They compared our lead times with the competitor’s. We are still ahead, just.",
        "A good surprise: the pilot is held up as an example in their management meetings.",
        "Worried about the winter. We promised a written continuity plan.",
        "They will open their three-year road map if we open ours.",
        "A frank talk about the delays. What stays with them: we told them first.",
        "Nothing decided, but the tone has changed. They talk to us about tomorrow.",
    ],
    sectors={
        "aerospace": "Production rates are rising: each stop of a workshop is counted in hours.",
        "automotive": "Two plants are turning electric, and our lines have to follow without a stop.",
        "banking": "The head office and two data centres move within two years.",
        "chemicals": "The statutory shutdowns of two sites come a year early.",
        "construction": "Public orders are slowing, so they look for margin in running what they built.",
        "energy": "Three plants move to remote operation. We equip the first.",
        "food-beverage": "Cooling is a third of their energy bill: that is our way in.",
        "health": "Four hospitals, and one maintenance contract from next year.",
        "insurance": "They give up a quarter of their office space and want the rest frugal.",
        "logistics": "Two automated hubs open. Uptime matters more than price.",
        "luxury": "The workshops double in size. Discretion counts as much as the deadline.",
        "manufacturing": "The automation programme starts with the northern workshops.",
        "media": "The studios are moving, and no live broadcast may stop.",
        "pharmaceuticals": "A sterile line is being built. Its qualification binds us as much as them.",
        "rail": "Five maintenance depots are being rebuilt in four years.",
        "retail": "Three hundred stores to equip before the new energy-labelling rules.",
        "technology": "A new campus, and energy measured hour by hour.",
        "telecom": "The radio sites use too much power. They expect a costed plan.",
        "tourism": "The season rules everything: work is done between November and March.",
    },
    situations=[
        [
            "We are their number two. The first is losing ground on quality.",
            "We are their first supplier, and a little too sure of it: they want an alternative.",
            "We hold a quarter of their spending in our trade. Half is within reach.",
        ],
        [
            "They are bringing purchasing together: one team decides from January.",
            "Their finance team looks at total cost now, no longer at unit price.",
            "The head of procurement retires this year, and nobody is named yet.",
        ],
        [
            "The framework agreement runs out. Its renewal is being prepared now.",
            "The pilot kept its promise. The roll-out waits for the chief executive’s yes.",
            "The tender for the northern sites comes out in spring.",
        ],
        [
            "The right tone: confident on substance, modest about the delays of the spring.",
            "The right tone: talk of their customers before our offers.",
            "The right tone: short, with figures, and one request a meeting.",
        ],
    ],
    asks={
        "general": [
            ("A plain word on our pilot", "The roll-out depends on it."),
            ("The three priorities for next year", "We are writing the account plan now."),
            ("A visit to our test centre", "Offered since the spring."),
        ],
        "finance": [
            ("When the investment budget is decided", "Each year our figures come too late."),
            ("What an hour without a stop is worth to them", "Our offer compares total costs."),
        ],
        "operations": [
            ("Which site comes next", "The team can start within six weeks."),
            ("A meeting with the site managers", "We know one in four."),
        ],
        "procurement": [
            ("The day on which the tender comes out", ""),
            ("Who decides once purchasing is reorganised", "Two names are going round."),
        ],
        "supply": [("Forecasts shared each quarter", "They would cut our lead times by a third.")],
        "anyone": [
            ("What they say of us since our team changed", ""),
            ("Who writes their three-year plan", "We want to hear it before it is public."),
            ("A customer of theirs who would speak to our teams", ""),
        ],
    },
    no_gos=[
        "Last year’s dispute, closed and still sore",
        "The rumours of a takeover",
        "Why their former head of procurement left",
        "The price of the pilot, settled twice already",
    ],
    client_events=[
        ("tender", "Tender for the northern sites"),
        ("plan", "Three-year plan shown to the board"),
        ("reorganisation", "Purchasing brought into one team"),
        ("appointment", "A new chief financial officer"),
        ("tender", "Call for offers on site maintenance"),
        ("plan", "A second production site"),
        ("reorganisation", "Two regions merged"),
        ("appointment", "A new member of the executive committee"),
    ],
    reviews=[
        "The year in review, and shared priorities",
        "Three-year plan",
        "Energy and carbon road map",
        "Quality of service and the second site",
    ],
    agenda="1. The relationship\n2. The year’s results\n3. The three-year plan\n4. The year ahead",
    minutes=[
        "An open and direct tone. The client confirms the second site and asks for one person for quality.",
        "The client opened its road map, and expects a costed plan from us before the quarter ends.",
        "Content with the service, demanding on lead times. The chief executive stayed to the end.",
    ],
    decisions=[
        "Open a second pilot site",
        "Share forecasts each quarter",
        "Name one person for quality",
        "Cost the energy plan of the first three sites",
    ],
    next_steps=[
        "Send the summary",
        "Offer two dates for the steering committee",
        "Introduce our chief financial officer to theirs",
        "Send the continuity plan",
        "Get the site managers’ calendars",
    ],
    motivations=[
        "To know our clients as well as I know our plants.",
        "To give a KAM what others taught me early on.",
        "To hear what a client does not say to whoever sells.",
    ],
    acquaintances=[
        "A former colleague, now in their finance team.",
        "Their head of operations, from an industry working group.",
        "Nobody yet, but I spent six years in this sector.",
    ],
    whys={
        "finance": "Their finance team has asked to see me before the budget round.",
        "general": "A lunch was promised when the pilot was opened.",
        "procurement": "They called about the dates of the tender.",
    },
    advice=[
        "Let them speak first. Ask for the calendar, not for the price; the delays of spring are settled."
    ],
    rhythms=[
        "I travel every other month this year; a long call when I am back.",
    ],
    thanks=[
        "Without you at their review we would still be writing to their purchasing department."
    ],
)
