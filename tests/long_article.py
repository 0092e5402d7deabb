"""A plausible long article of any length, for trying what a reader sees when there is much of everything."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle

FIRST_NAMES = {  # words divided by spaces, as in PLACES and MONTHS
    "he": "Anton Bruno Cedric Dorian Emil Farid Gustav Hamid Ivo Joakim Karim Ludo Matteo Nils Osman Pavel",
    "she": "Alma Beatriz Chiara Dagny Elif Freya Greta Hana Ilse Jasmin Katya Leila Mirela Noor Olga Petra",
}
SURNAMES = [
    start + end
    for start in ("Ald", "Bren", "Cast", "Dorn", "Fal", "Gar", "Hel", "Ist", "Jor", "Kel", "Nav", "Quar", "Tor", "Ulm")
    for end in ("acker", "ander", "eberg", "egard", "elius", "enko", "erova", "iardi", "idis", "imov", "orsky", "uzzi")
]
COUNTRIES = {
    "Austria": "Austrian", "Belgium": "Belgian", "Chile": "Chilean", "Denmark": "Danish", "Egypt": "Egyptian",
    "Finland": "Finnish", "Ghana": "Ghanaian", "Hungary": "Hungarian", "Ireland": "Irish", "Japan": "Japanese",
    "Kenya": "Kenyan", "Mexico": "Mexican", "Norway": "Norwegian", "Peru": "Peruvian", "Romania": "Romanian",
    "Sweden": "Swedish", "Turkey": "Turkish", "Vietnam": "Vietnamese",
}  # fmt: skip
OFFICES = [
    "President", "Prime Minister", "Foreign Minister", "Finance Minister", "Energy Minister", "Trade Minister",
]  # fmt: skip
PLACES = "Geneva Vienna Lisbon Nairobi Oslo Singapore Montevideo Tunis Riga Zagreb"
MONTHS = "January February March April May June July August September October November December"
TOPICS = [
    "the gas price", "the fishing quotas", "the border crossing", "the grain corridor", "the frozen loan",
    "the new railway", "the missing trawler", "the water treaty", "the steel tariffs", "the prisoner exchange",
]  # fmt: skip
CLAIMS = [  # with a bar where the speaker may be named between two pieces
    "nobody in the region | can afford another winter like the last one",
    "the figures on the table | are out of date",
    "a bad agreement | is still better than a good quarrel",
    "the deadline will be kept, | whatever it costs",
    "both sides have lost | more than they admit",
    "the committee has done excellent work | and deserves thanks",
    "the offer came too late | and was far too small",
    "slowly and by many small steps, | trust is coming back",
    "the ports will open again | before the autumn",
    "this decision hurts those | who had no part in it",
    "the auditors found | no mistake worth mentioning",
    "there is reason for hope | and none for haste",
]
SCENES = [
    "Rain had fallen on {place} since the morning, and the delegations arrived late.",
    "The text on {topic} has grown from four pages to sixty-one, with footnotes in three languages.",
    "Outside the conference hall a few dozen people stood behind a barrier and waited for news of {topic}.",
    "Prices rose by a tenth in the spring, and shops in {place} began to ration cooking oil.",
    "The old accord on {topic} ran for nine years and was broken in every one of them.",
    "Lorries queued for eleven kilometres, and the drivers played cards on the crash barrier.",
    "Markets took little notice, although the currency of {country} lost half a percent by noon.",
]


@dataclass(frozen=True)
class Person:
    """Somebody invented."""

    name: str
    title: str
    country: str
    pronoun: str


def long_article(words: int, seed: int) -> str:
    """An article of at least `words` words, and of less without its last paragraph; the same for the same seed.

    Paragraphs are divided by blank lines; the first is the headline. Half of them hold a quotation (direct, broken in
    two, mixed, indirect), a quarter a contact (by telephone, in person, a visit, a letter; held, planned, cancelled,
    denied), a quarter tell what happened. All persons are invented; more take part as the text grows.
    Raises ValueError for fewer words than one.
    """
    if words < 1:
        raise ValueError(f"an article of {words} words cannot be written; ask for 1 or more")
    writer = Writer(random.Random(seed), size=8 + words // 500)
    paragraphs: list[str] = []
    length = 0
    for paragraph in writer.paragraphs():
        paragraphs.append(paragraph)
        length += len(paragraph.split())
        if length >= words:
            break
    return "\n\n".join(paragraphs) + "\n"


class Writer:
    """Writes paragraphs; whoever has been named once with office and country is a surname from then on."""

    def __init__(self, chance: random.Random, size: int) -> None:
        self.chance = chance
        self.people = _cast(chance, size)
        self.named: set[Person] = set()

    def paragraphs(self) -> Iterator[str]:
        """The headline, and then paragraphs without end."""
        yield f"A long year of talks on {self.chance.choice(TOPICS)}"
        kinds = cycle([self.quotation, self.contact, self.quotation, self.scene])
        for kind in kinds:
            yield kind(self.chance.choice(self.people))

    def quotation(self, speaker: Person) -> str:
        first, second = self.chance.sample(CLAIMS, 2)
        before, after = first.split(" | ")
        first, second = first.replace(" | ", " "), second.replace(" | ", " ")
        name, he, topic = self.name(speaker), speaker.pronoun, self.chance.choice(TOPICS)
        forms = [
            f"“{_capital(first)},” {name} said. “{_capital(second)}.”",
            f"“{_capital(before).rstrip(',')},” {name} told reporters, “{after}.”",
            f"{name} warned that “{first}”. On {topic}, {he} added, {second}.",
            f"{name} said that {first}. “{_capital(second)},” {he} said.",
            f"According to {name}, {first}.",
            f"Asked about {topic}, {name} was brief: “{_capital(first)}.”",
            f"{name} argued that {first}, but conceded that {second}.",
            f"“{_capital(first)},” said {name}, who has dealt with {topic} for years.",
        ]
        return self.chance.choice(forms)

    def contact(self, actor: Person) -> str:
        recipient = self.chance.choice([person for person in self.people if person != actor])
        name, other, topic = self.name(actor), self.name(recipient), self.chance.choice(TOPICS)
        place, minutes = self.chance.choice(PLACES.split()), 5 * self.chance.randint(2, 18)
        day = f"{self.chance.choice(MONTHS.split())} {self.chance.randint(1, 28)}"
        forms = [
            f"On {day}, {name} telephoned {other} about {topic}. The call lasted {minutes} minutes.",
            f"{name} met {other} in {place} on {day}. They spoke about {topic} for two hours.",
            f"{name} received {other} on {day} and walked with the guest through the gardens.",
            f"On {day}, {name} wrote to {other} and asked for more time on {topic}.",
            f"{name} will meet {other} in {place} on {day}, officials said.",
            f"A meeting between {name} and {other}, planned for {day}, was cancelled at short notice.",
            f"A newspaper reported that {name} had met {other} in {place} on {day}. Both offices denied it.",
            f"{name} and {other} spoke by telephone on {day}. It was a short call, and nobody asked for another.",
        ]
        return self.chance.choice(forms)

    def scene(self, _: Person) -> str:
        place, topic = self.chance.choice(PLACES.split()), self.chance.choice(TOPICS)
        country = self.chance.choice(list(COUNTRIES))
        scenes = self.chance.sample(SCENES, 2)
        return " ".join(scene.format(place=place, topic=topic, country=country) for scene in scenes)

    def name(self, person: Person) -> str:
        if person in self.named:
            return person.name.split()[-1]
        self.named.add(person)
        return f"{COUNTRIES[person.country]} {person.title} {person.name}"


def _cast(chance: random.Random, size: int) -> list[Person]:
    """Invented persons, each with a surname and an office of their own; as many as there are offices, at most."""
    posts = [(title, country) for title in OFFICES for country in COUNTRIES]
    chance.shuffle(posts)
    people = []
    for surname, (title, country) in zip(chance.sample(SURNAMES, min(size, len(posts))), posts, strict=False):
        pronoun = chance.choice(["he", "she"])
        first = chance.choice(FIRST_NAMES[pronoun].split())
        people.append(Person(f"{first} {surname}", title, country, pronoun))
    return people


def _capital(sentence: str) -> str:
    return sentence[0].upper() + sentence[1:]
