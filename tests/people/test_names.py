"""The canonical name is the fullest name in the article, letter for letter, without titles or other words."""

import pytest

from analysis import Analysis, analyse
from analysis.articles.article import Article
from analysis.people.nominals import spelled_out


def analysed(text: str) -> Analysis:
    return analyse(Article(text))


def named(text: str) -> set[str]:
    """The persons of a text."""
    people = analysed(text).people
    return set(people.loc[people["kind"] == "person", "person"])


def speaker(text: str) -> str | None:
    """Who says what the text reports."""
    speakers = set(analysed(text).quotes["speaker"])
    return speakers.pop() if len(speakers) == 1 else None


BEFORE_TOM_HALL = """
PM|Greek PM|Deputy PM|Former PM|Ex-Prime Minister|Then-Prime Minister|DPM|FM|CSP|DSP|ASP|Supt|Det Supt|Det Insp
Det Ch Insp|Ch Supt|DCI|PC|Pc|Det Con|Insp|Sgt|Acting Det Sgt|Wing Cdr|Lt Cdr|Flt Lt|Private|Dr|Prof Sir|Rt Rev|The Rev
The Most Rev.|Cllr|Asst. Chief Constable|Deputy Assistant Commissioner|Lord|Sir|Tory MP Sir|Labour MP
Conservative MP for Leeds|Shadow home secretary|Illinois Sen.|Texas Rep.|New York Rep.|GOP Rep.|Ohio Gov.
Texas Republican Sen.|Texas Republican|Missouri Democrat|Georgia Governor|Secretary of Homeland Security
Secretary of Health and Human Services|Health and Human Services Secretary|Minister for Trade and Industry
Vice Minister of Foreign Affairs|US Ambassador to the United Nations|Special Envoy to Chad|The C.E.O.|Halvorsen C.E.O.
CNN Chief Medical Correspondent|CNN Chief Medical Correspondent Dr.|Datuk Seri|Tan Sri|Lt. Gen.
Shopkeeper|Plumber|Builder|Grandfather|Recorder|District Judge|SNP leader|England captain|Chelsea boss
Yesterday|Today|Tonight|Tomorrow|Last night|Yesterday Home Secretary|Meanwhile|Initially
Mother-of-three|Neighbour|Former England striker|Archbishop of York|Lib Dem|Lib Dem MP|Labour's|Plaid Cymru leader
Scotland's First Minister|Work and Pensions Secretary|Communities and Local Government Secretary|Leader of the House
West Mercia Police Det Insp|Metropolitan Police Commissioner Sir|Temporary Det Ch Insp|Lord Chief Justice|Fan|Model
Striker|Midfielder|Barista
Headteacher|Friend|Brother|Taxi driver|Pte|Canon|Father|Army spokesman Lt Col|Air Chief Marshal Sir|X Factor judge
Coronation Street actress|Bank of England Governor|House Majority Whip
Navy Capt.|Army Lt. Gen.|Cllr.|Insp.|Mum|Dad|Minister of Science and Higher Education
Serbian Member of Parliament|American|Briton|Frenchman|Welshman|Londoner|Russia's|Scotland's|Halvorsen's|The BBC's
"""


@pytest.mark.parametrize("words", BEFORE_TOM_HALL.replace("\n", "|").strip("|").split("|"))
def test_words_before_a_name_are_no_part_of_it(words: str) -> None:
    assert speaker(f"{words} Tom Hall said the road was shut.") == "Tom Hall"


@pytest.mark.parametrize(
    "label",
    [
        "Ann Roe Roe AnnMayor of Bergen",
        "Ann Roe-Hall Roe-Hall AnnHead of Culture",
        "Ann Roe Roe Mary AnnPresident",
        "Ann Roe Roe Ann",
    ],
)
def test_a_name_that_a_page_repeats_is_one_name(label: str) -> None:
    name = "Ann Roe-Hall" if "Hall" in label else "Ann Roe"
    people = analysed(f"The council met on Friday.\n\n{label}: The road is shut.").people
    assert [person for person in people["person"] if "Roe" in person] == [name]


@pytest.mark.parametrize("name", ["Sirhan Sirhan", "Ann McDonald", "Boutros Boutros-Ghali", "Ann Roe Hall"])
def test_a_name_of_two_like_words_is_whole(name: str) -> None:
    assert speaker(f"{name} said the road was shut.") == name


def test_a_mark_without_a_space_ends_a_name() -> None:
    people = analysed("The council met.\n\nMayor Ann Roe:(in Norwegian) The road is shut.").people["person"]
    assert "Ann Roe" in set(people) and not [person for person in people if "(" in person]


@pytest.mark.parametrize("words", ["QC", "KC", "MP", "OBE", "PhD"])
def test_honours_after_a_name_are_no_part_of_it(words: str) -> None:
    assert speaker(f"Ann Roe {words} said the road was shut.") == "Ann Roe"


@pytest.mark.parametrize(
    "words", ["(CNN)", "(CNN) ", "Oslo (CNN)", "Oslo (CNN Business)", "OSLO (Reuters) - ", "OSLO, N.D. — "]
)
def test_a_dateline_is_no_part_of_a_name(words: str) -> None:
    assert speaker(f"{words}Tom Hall said the road was shut.") == "Tom Hall"


@pytest.mark.parametrize(
    "dateline",
    ["KARACHI: ", "NEW DELHI: ", "LAHORE (APP): ", "KUALA LUMPUR: ", "Gaya, May 3: ", "Kota, Sept. 30 (PTI): "],
)
def test_a_dateline_before_a_colon_says_nothing(dateline: str) -> None:
    assert speaker(f"{dateline}Premier Tom Hall said the road was shut.") == "Tom Hall"
    quotes = analysed(f"{dateline}The road is shut, police said.").quotes
    assert quotes["text"].tolist() == ["The road is shut"]


def test_a_surname_before_a_colon_is_no_dateline() -> None:
    turns = "HALVORSEN: We must act now.\n\nSTONE: I agree with you.\n\nHALVORSEN: Then vote."
    assert len(analysed(turns).quotes) == 3


def test_a_word_in_brackets_before_a_sentence_is_no_dateline() -> None:
    assert speaker("(Tom) Hall said the road was shut.") is not None


@pytest.mark.parametrize("country", ["Britain", "Germany", "Norway"])
def test_a_country_before_an_initial_is_no_part_of_the_name(country: str) -> None:
    assert speaker(f"{country} L Mounsey said the road was shut.") == "L Mounsey"


# text → the persons in it
PERSONS = {
    # months and days as names
    "Theresa May met Angela Lind in March.": {"Theresa May", "Angela Lind"},
    "April Ryan met Tom Hall in Paris.": {"April Ryan", "Tom Hall"},
    "June Osborne met Tom Hall in Paris.": {"June Osborne", "Tom Hall"},
    "August Wilson met Tom Hall in Paris.": {"August Wilson", "Tom Hall"},
    "Brian May met Philip March in May.": {"Brian May", "Philip March"},
    "Augusta May met Tom Hall in Paris.": {"Augusta May", "Tom Hall"},
    "Mrs May phoned Ms Lind on Monday.": {"May", "Lind"},
    "Prime Minister May met Chancellor Lind.": {"May", "Lind"},
    "Mr Friday met Tom Hall on Friday.": {"Friday", "Tom Hall"},
    "Theresa May left. Mrs May was glad. “We stay,” May said. May’s plan failed.": {"Theresa May"},
    "In May Tom Hall met Ann Roe.": {"Tom Hall", "Ann Roe"},
    "In May, Tom Hall met Ann Roe.": {"Tom Hall", "Ann Roe"},
    "Tom Hall met Ann Roe last May.": {"Tom Hall", "Ann Roe"},
    "Theresa May met Tom Hall in May and at the end of May.": {"Theresa May", "Tom Hall"},
    "On 4 May Tom Hall met Ann Roe.": {"Tom Hall", "Ann Roe"},
    "On Sunday March 3 Tom Hall met Ann Roe.": {"Tom Hall", "Ann Roe"},
    "Tom Hall met Angela March 3 in Rome.": {"Tom Hall", "Angela"},
    "“May we come?” Ann Roe asked.": {"Ann Roe"},
    # titles as surnames
    "Stephen King met Ann Roe. King said the road was shut. Mr King left.": {"Stephen King", "Ann Roe"},
    "Harold Prince spoke. Prince left. “I am tired,” Prince said.": {"Harold Prince"},
    "Elizabeth Bishop said the road was shut. Bishop left.": {"Elizabeth Bishop"},
    "John Major said the road was shut. “No,” Major said.": {"John Major"},
    "Howard Dean spoke. “No,” said Dean. Dean left.": {"Howard Dean"},
    "Aaron Judge spoke. Judge left. Judge won.": {"Aaron Judge"},
    "Jimmy Page spoke. Page left. “No,” Page said.": {"Jimmy Page"},
    "Judge Judy Dean said the road was shut. Dean left.": {"Judy Dean"},
    "Jim Farmer spoke. Farmer left. “No,” Farmer said.": {"Jim Farmer"},
    "Mr King met Ms Bishop in Oslo.": {"King", "Bishop"},
    "Martin Luther King Jr. spoke. King left.": {"Martin Luther King Jr."},
    "Stephen King Jr. said the road was shut.": {"Stephen King Jr."},
    "Church leaders met Bishop Tom Church. Mr Church left.": {"Tom Church"},
    "Will Moss came. “No,” Will said.": {"Will Moss"},
    # nicknames
    "Earvin “Magic” Johnson spoke. Johnson left.": {"Earvin “Magic” Johnson"},
    'Earvin "Magic" Johnson spoke. Earvin Johnson left.': {'Earvin "Magic" Johnson'},
    "Tony 'Two Tons' Hill spoke. Hill left.": {"Tony 'Two Tons' Hill"},
    "Tony ‘Two Tons’ Hill spoke. Mr Hill left.": {"Tony ‘Two Tons’ Hill"},
    "Thomas (Tom) Hall spoke. Hall left.": {"Thomas (Tom) Hall"},
    # headlines
    "Moss Flattered Hall\n\nAnn Moss said Tom Hall was right.": {"Ann Moss", "Tom Hall"},
    "Underdog Ann Moss Beats Tom Hall\n\nAnn Moss said Tom Hall was right.": {"Ann Moss", "Tom Hall"},
    "WATCH Tom Hall speak. Tom Hall said no.": {"Tom Hall"},
    "Bank Hid Key Kruger Bergen Email For Years.\n\nAnn Roe wrote to Eva Kruger in Bergen.": {"Ann Roe", "Eva Kruger"},
    "Oslo Bank Chief Praises Ann Roe Donor’s Skywriting Campaign.\n\nTom Hall said Ann Roe was right.": {
        "Ann Roe",
        "Tom Hall",
    },
    "Ann Roe QUITS over the deal\n\nMs Roe left.": {"Ann Roe"},
    "Ann Roe SLAMS Tom Hall\n\nMs Roe left Mr Hall.": {"Ann Roe", "Tom Hall"},
    "The players Jimmy PAGE and Ann WOODS met.": {"Jimmy PAGE", "Ann WOODS"},
    "Will Roe leave the race?\n\nAnn Roe did not say.": {"Ann Roe"},
    "Will Moss asked. “Who is it?” Will Moss left.": {"Will Moss"},
    # words before a surname
    "Longtime Kruger friend Ann Roe met Eva Kruger.": {"Ann Roe", "Eva Kruger"},
    "Eva Kruger left. Dump Kruger, they said. Very Kruger, he said.": {"Eva Kruger"},
    "Eva Kruger met Tom Hall. Both Democrat Kruger and Republican Hall won.": {"Eva Kruger", "Tom Hall"},
    "Eva Kruger met Rush Kruger. Rush Kruger left.": {"Eva Kruger", "Rush Kruger"},
    "President Kruger met Eva Kruger.": {"Eva Kruger"},
    "The former Treasury secretary met Ann Roe.": {"Ann Roe", "former Treasury secretary"},
    "Under Ohio law, Ann Roe won. Tom Hall voted in Ohio.": {"Ann Roe", "Tom Hall"},
    # words before a full name
    "Fox News Sean Hannity met Tom Hall.": {"Sean Hannity", "Tom Hall"},
    "He saw Maricopa County Recorder Helen Purcell and Tom Hall.": {"Helen Purcell", "Tom Hall"},
    "He saw Marine John Tiegen and Whip Steve Scalise.": {"John Tiegen", "Steve Scalise"},
    "The Camp David Accords and the Fort Wayne Journal Gazette pleased Ann Roe.": {"Ann Roe"},
    "The Bergen Charles Hospital and Lake Victoria Falls pleased Ann Roe.": {"Ann Roe"},
    "Le Quang Vinh met Ann Roe.": {"Le Quang Vinh", "Ann Roe"},
    # brackets
    "“I had Ann [Roe] and Shelley [Moore Lind] up,” Tom Hall said.": {"Ann Roe", "Shelley Moore Lind", "Tom Hall"},
    "“I rang [Ann] Roe,” Tom Hall said. “[W]e met.”": {"Ann Roe", "Tom Hall"},
    # broken tokens
    "Kim Jong- un met Ann Roe.": {"Kim Jong-un", "Ann Roe"},
    "Ji- hun Park met Ann Roe. Ji-hun Park left.": {"Ji-hun Park", "Ann Roe"},
    "President Moon Jae- in met Ann Roe.": {"Moon Jae-in", "Ann Roe"},
    "Jean- Claude Lind met Ann Roe.": {"Jean-Claude Lind", "Ann Roe"},
    "Jeong Eun-kyeong met Ann Roe.": {"Jeong Eun-kyeong", "Ann Roe"},
    # the holder of an office in short
    "PM Ida Krogh met Ann Roe. The PM left. The prime minister spoke.": {"Ida Krogh", "Ann Roe"},
    "Prime Minister Ida Krogh met Ann Roe. “I stay,” the PM said.": {"Ida Krogh", "Ann Roe"},
    "Tom Hall met Ann Roe from 5 PM to 6 PM.": {"Tom Hall", "Ann Roe"},
    # places, unless a title or a full name shows a person
    "She moved from Ohio to Tampa. Tampa was hot.": set(),
    "New York beat Las Vegas. Mumbai and Shanghai watched.": set(),
    "Ann Houston met Tom Hall. Houston left.": {"Ann Houston", "Tom Hall"},
    "Mr Houston met Tom Hall in Ohio.": {"Houston", "Tom Hall"},
    "Charlotte met Tom Hall.": {"Charlotte", "Tom Hall"},
    "Ohio Governor Ann Roe met Tom Hall.": {"Ann Roe", "Tom Hall"},
    "The capital, Oslo, voted. Its leader, Ann Roe, left.": {"Ann Roe"},
    "The USS Carlos Soto and HMS Hall left. Ann Roe waved.": {"Ann Roe"},
    # parties and seats
    "Rep. Ann Roe (D-Mass.) met Sen. Tom Hall (R-Texas).": {"Ann Roe", "Tom Hall"},
    "Rep. Ann Roe, D-Mich., met Sen. Tom Hall, R-Ohio, on Monday.": {"Ann Roe", "Tom Hall"},
    "Gov. Ann Roe (R) met Sen. Tom Hall (D., Ohio) and Bo Ray (I-New York).": {"Ann Roe", "Tom Hall", "Bo Ray"},
    "Ann Roe (Lab) met Tom Hall (Con).": {"Ann Roe", "Tom Hall"},
    # words for things
    "Coronavirus cases rose. Brexit and Ebola worried Ann Roe.": {"Ann Roe"},
    "US-China talks and Sino-Russian trade worried Ann Roe.": {"Ann Roe"},
    "The fee is RM6,000 or S$2,000, Ann Roe said on Jan. 5.": {"Ann Roe"},
    "Immigration\n\nAnn Roe spoke.": {"Ann Roe"},
    "Tom Moss met Ann Roe. The Moss plan failed.": {"Tom Moss", "Ann Roe"},
    # "May" beside its own verb
    "Peter May told the BBC it was wet. May said it would last.": {"Peter May"},
    # others
    "BREAKING NEWS Turkish President Recep Moss spoke. Moss left.": {"Recep Moss"},
    "Though Lind said no, Tom Hall left. Initially Lind stayed.": {"Lind", "Tom Hall"},
    "The Duke of York met the Prince of Orange.": {"Duke of York", "Prince of Orange"},
    "Critics of Carlos Soto met Tom Hall.": {"Carlos Soto", "Tom Hall"},
    "She lay on a wheeled stretcher. Her head hurt, said Tom Hall.": {"Tom Hall"},
    "In the midst of it, Tom Hall left.": {"Tom Hall"},
    "His spokesman Kira Moss left. Ms Moss stayed.": {"Kira Moss"},
    "Chairman Kira Moss left. Ms Moss stayed.": {"Kira Moss"},
    "Kira Moss, a spokesman, left. Ms Moss said the road was shut.": {"Kira Moss"},
}


@pytest.mark.parametrize("name", ["Google", "Twitter", "Huawei", "Goldman Sachs", "Nato", "Hamas"])
def test_a_well_known_body_is_an_organisation(name: str) -> None:
    people = analysed(f"{name} met Ann Roe. Ann Roe thanked {name}.").people.set_index("person")["kind"]
    assert people.to_dict() == {name: "organisation", "Ann Roe": "person"}


@pytest.mark.parametrize("text", PERSONS)
def test_persons_are(text: str) -> None:
    assert named(text) == PERSONS[text]


ORGANISATIONS = """
Justice Department|US Justice Department|Premier League|Department of Health|University of Oxford|Bank of England
Food and Drug Administration|Department of Health and Human Services|Centers for Disease Control and Prevention
Department for Work and Pensions|Department for Environment, Food and Rural Affairs|Church of England
Royal Society for the Prevention of Accidents|National Association of Head Teachers|Institute of Directors
US Consulate in Guangzhou|US Embassy in London|Office on Drugs and Crime|House of Commons
Department of Forestry and Fire Protection|Ministry of Domestic Trade and Consumer Affairs
Mine Workers of America|Writers Guild of America|Council of Europe|House Committee on Lunde|Select Committee on Benghazi
"""


@pytest.mark.parametrize("name", ORGANISATIONS.replace("\n", "|").strip("|").split("|"))
def test_an_organisation_is_whole(name: str) -> None:
    assert speaker(f"The {name} said the road was shut.") == name


@pytest.mark.parametrize("name", ["Citizens for Ethics in Washington", "General Motors", "Human Rights Watch"])
def test_an_organisation_without_an_article_is_whole(name: str) -> None:
    assert speaker(f"{name} said the road was shut.") == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The US Embassy in London shut. “We are sorry,” the embassy said.", "US Embassy in London"),
        ("The Department of Health shut. “We are sorry,” the department said.", "Department of Health"),
    ],
)
def test_the_head_of_an_organisations_name_refers_to_it(text: str, name: str) -> None:
    assert speaker(text) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The World Health Organization (WHO) met. “We are late,” the WHO said.", "World Health Organization"),
        ("“We are late,” the MOH said. The Ministry of Health (MOH) met.", "Ministry of Health"),
        ("The Ministry of Health (MOH) met. MOH said it would open.", "Ministry of Health"),
        ("The Armed Forces of Malta (AFM) met. The AFM said it would open.", "Armed Forces of Malta"),
        ("Tom Hall (CNN) met Ann Roe. CNN said it would open.", "CNN"),
        ("The Ministry of Health met. MOH said it would open.", "MOH"),
        ("The Ministry of Health (BBC) met. The BBC said it would open.", "BBC"),
    ],
)
def test_an_acronym_that_the_article_explains_is_the_full_name(text: str, name: str) -> None:
    assert speaker(text) == name


@pytest.mark.parametrize("text", ["Lawyers for Carlos Soto met Tom Hall.", "Advocates for Carlos Soto met Tom Hall."])
def test_people_for_somebody_are_no_organisation(text: str) -> None:
    assert named(text) == {"Carlos Soto", "Tom Hall"}


def test_a_newspaper_keeps_the_word_for_a_time_in_its_name() -> None:
    assert speaker("USA Today said the road was shut.") == "USA Today"


@pytest.mark.parametrize(
    "text", ["Kim Jong- un spoke.", "Tony 'Two Tons' Hill spoke.", "(CNN)Tom Hall spoke.", "PM May spoke."]
)
def test_offsets_are_those_of_the_article(text: str) -> None:
    mentions = analysed(text).mentions
    assert len(mentions) > 0
    assert [text[a:b] for a, b in zip(mentions["start"], mentions["end"], strict=True)] == mentions["text"].tolist()


def test_a_role_is_spelled_out() -> None:
    assert spelled_out("Greek PM") == "Greek prime minister"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Rania al-Khatib left. “It is gone,” al-Khatib said.", "Rania al-Khatib"),
        ("Jean-Luc d’Arcy said he agreed. D’Arcy is a lawyer.", "Jean-Luc d’Arcy"),
        ("Ngugi wa Mbari said the vote was free.", "Ngugi wa Mbari"),
        ("Ludo van den Berg won. “I am glad,” van den Berg said.", "Ludo van den Berg"),
        ("Siobhán O'Malley left. O'Malley said so.", "Siobhán O'Malley"),
        ("D'Angelo Price left. Price scored twice.", "D'Angelo Price"),
        ("Shaun Wright-Hughes scored. Wright-Hughes left.", "Shaun Wright-Hughes"),
        ("Mum Kerry said the bus was late.", "Kerry"),
        ("C.J. Stroud threw the ball. Stroud left.", "C.J. Stroud"),
        ("Republicans Tom Hall and the rest voted.", "Tom Hall"),
        ("Carlos Soto is Member of the Presidency of Bosnia and Herzegovina.", "Carlos Soto"),
    ],
)
def test_a_name_is_whole_and_of_one_person(text: str, name: str) -> None:
    assert named(text) == {name}


def test_another_persons_title_is_no_role() -> None:
    people = analysed("Paul Dean bought the house. Mrs Dean said it was cold. Mr Dean nodded.").people
    assert dict(zip(people["person"], people["role"].fillna(""), strict=True)) == {"Paul Dean": "Mr", "Mrs Dean": ""}


@pytest.mark.parametrize(("titles", "title"), [("Sens.", "Sen."), ("Reps.", "Rep."), ("Mrs.", "Mrs.")])
def test_a_title_in_the_plural_is_recorded_in_the_singular(titles: str, title: str) -> None:
    people = analysed(f"{titles} Ann Roe and Tom Hall left.").people
    assert people["role"].iloc[0] == title


@pytest.mark.parametrize("party", ["Republican", "Democrat", "Tory"])
def test_a_party_member_is_the_person_named_before(party: str) -> None:
    assert speaker(f"Senator Ann Roe left the room. “We are tired,” the {party} said.") == "Ann Roe"
