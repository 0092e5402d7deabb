"""To whom the phrases of a contact refer."""

import pytest
from pairs import pairs_in

from analysis import Article, analyse


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("Lunde Bank is to buy Moe Airlines.\n\nThe two companies met on Monday.", {"Lunde Bank", "Moe Airlines"}),
        (
            "Moe Airlines has replied to the Trade Commission.\n\nIts lawyers met Ann Lee on Monday.",
            {"Moe Airlines", "Ann Lee"},
        ),
        (
            "Moe Airlines has replied to the Trade Commission.\n\nThe company wrote to the Commission on Monday.",
            {"Moe Airlines", "Trade Commission"},
        ),
    ],
)
def test_bodies_mentioned_before(text: str, pair: set[str]) -> None:
    contacts = analyse(Article(text)).contacts
    assert [{*names} for names in zip(contacts["actor"], contacts["recipient"], strict=True)] == [pair]


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        # Those who speak for a body, with its name or without.
        ("Leaders of the Amicus union met the owner, Bob Ray.", {("Amicus", "Bob Ray")}),
        (
            "Ann Lee met representatives of six haulage companies.",
            {("Ann Lee", "representatives of six haulage companies")},
        ),
        ("Ann Lee is to hold talks with oil company executives.", {("Ann Lee", "oil company executives")}),
        ("Ann Lee met the bank's directors on Friday.", {("Ann Lee", "bank's directors")}),
        ("Ann Lee wrote to the six companies last month.", {("Ann Lee", "six companies")}),
        ("Ann Lee met the heads of Powergen and Norchem.", {("Ann Lee", "Powergen"), ("Ann Lee", "Norchem")}),
        ("Ann Lee met the families of the victims.", {("Ann Lee", "families of the victims")}),
        ("Ann Lee met relatives of the two people killed.", {("Ann Lee", "relatives of the two people killed")}),
        ("Ann Lee met survivors of a massacre.", {("Ann Lee", "survivors of a massacre")}),
        ("Ann Lee met parents of pupils.", set()),
        ("Senior Democrats on the Trade Committee wrote to Ann Lee.", {("Democrats", "Ann Lee")}),
        ("Bob Ray's lawyers wrote to Ann Lee.", {("Bob Ray's lawyers", "Ann Lee")}),
        (
            "Ann Lee met Senate Democrats, including Bob Ray and Eva Moe.",
            {("Ann Lee", "Bob Ray"), ("Ann Lee", "Eva Moe")},
        ),
        ("Ann Lee met the head of Lunde Bank.", {("Ann Lee", "head of Lunde Bank")}),
        ("Officials from Norway and the EU met in Rome.", {("Norway", "EU")}),
        ("The Marle health committee wrote to Ann Lee.", {("Marle health committee", "Ann Lee")}),
        ("A group of backbenchers wrote to Ann Lee.", {("group of backbenchers", "Ann Lee")}),
        ("Ann Lee met executives from Norchem and Jetline.", {("Ann Lee", "Norchem"), ("Ann Lee", "Jetline")}),
        ("Ann Lee met heads of state from the African Union.", {("Ann Lee", "African Union")}),
        ("Ann Lee met representatives of the Houthi movement.", {("Ann Lee", "Houthi")}),
        ("Doctors' leaders met Ann Lee.", {("Doctors' leaders", "Ann Lee")}),
        ("Mr Roe won. Ann Lee's message went toe to toe with the Roe organisation.", set()),
        ("Ann Lee met Senate Republicans.", {("Ann Lee", "Senate Republicans")}),
        ("Leaders of the doctors' union met Ann Lee.", {("Leaders of the doctors' union", "Ann Lee")}),
        ("The mayors of Lunde and Tarn met Ann Lee.", {("mayors of Lunde and Tarn", "Ann Lee")}),
        ("The heads of Norway's biggest banks met Ann Lee.", set()),
        ("The health committee wrote to Ann Lee.", set()),
        ("Ann Lee met companies on Friday.", set()),
        ("Ann Lee met workers at the plant.", set()),
        ("Ann Lee met families of victims.", set()),
        ("Ann Lee met the head of the queue.", set()),
        ("Ann Lee met Norwegian families.", set()),
        # The holder of an office after its body is one person.
        (
            "The chief executive of Jetline, Bob Ray, and the joint leaders of the Amicus union are holding talks.",
            {("Bob Ray", "Amicus")},
        ),
        ("Ann Lee phoned the chairman of Norchem, Bob Ray.", {("Ann Lee", "Bob Ray")}),
        ("Bosch of Germany's chief executive, Bob Ray, phoned Ann Lee.", {("Bob Ray", "Ann Lee")}),
        ("The wife of President Bob Ray, Eva Moe, met Ann Lee.", {("Eva Moe", "Ann Lee")}),
        # Titles of places, also in a list.
        (
            "Ann Lee met the Prince of Lunde, the Duke of Tarn and the Duke of Marle.",
            {("Ann Lee", "Prince of Lunde"), ("Ann Lee", "Duke of Tarn"), ("Ann Lee", "Duke of Marle")},
        ),
        ("Bob Ray, the Mayor of Lunde, met Ann Lee.", {("Bob Ray", "Ann Lee")}),
        ("Ann Lee held talks with Green guerrillas.", {("Ann Lee", "Green guerrillas")}),
        ("Ann Lee held talks with opposition politicians.", {("Ann Lee", "opposition politicians")}),
        ("Ann Lee held talks with tribal elders.", {("Ann Lee", "tribal elders")}),
        ("Ann Lee held talks with politicians and elders.", set()),
        ("Ann Lee met a mission of the Lunde Council.", {("Ann Lee", "Lunde Council")}),
        # A paper's board is a party, its reporter is none.
        ("Ann Lee met the editorial board of the Lunde Post.", {("Ann Lee", "Lunde Post")}),
        ("In a meeting with the Lunde Post's editorial board, Ann Lee said so.", {("Ann Lee", "Lunde Post")}),
        ("Ann Lee met a Lunde Post reporter.", set()),
        ("Ann Lee met with Senate leaders.", {("Ann Lee", "Senate leaders")}),
        ("Ann Lee met members of the House leadership.", {("Ann Lee", "members of the House leadership")}),
        ("Ann Lee met with the Green caucus.", {("Ann Lee", "Green caucus")}),
        ("Ann Lee joined the team on Friday.", set()),
        ("Ann Lee met the Norwegian opposition.", {("Ann Lee", "Norwegian opposition")}),
        ("Ann Lee met the Norwegian government.", {("Ann Lee", "Norway")}),
        ("Ann Lee wrote to CNN executives.", {("Ann Lee", "CNN")}),
        ("Ann Lee wrote to CNN correspondents.", set()),
        ("Ann Lee met officials from the Ray administration.", {("Ann Lee", "Ray administration")}),
        (
            "The Ray administration is split. Ann Lee met administration officials.",
            {("Ann Lee", "Ray administration")},
        ),
        ("Ann Lee met officials at the Energy Department.", {("Ann Lee", "Energy Department")}),
        ("Ann Lee met French officials at the Energy Department.", {("Ann Lee", "France")}),
        ("Ann Lee is to meet lawyers for Norchem next week.", {("Ann Lee", "Norchem")}),
        ("Ann Lee met lawyers for three hours.", set()),
        ("Ann Lee met with the Ray administration.", {("Ann Lee", "Ray administration")}),
        ("Ann Lee and the Ray administration met on Friday.", {("Ann Lee", "Ray administration")}),
        # Names after "named", and after a description with a word between.
        ("Ann Lee met with a retired nurse from Tarn named Bob Ray on Monday.", {("Ann Lee", "Bob Ray")}),
        ("A lawyer named Bob Ray phoned Ann Lee on Monday.", {("Bob Ray", "Ann Lee")}),
        ("Ann Lee called a lawyer named Bob Ray on Monday.", {("Ann Lee", "Bob Ray")}),
        ("Ann Lee met with one of her aides, Bob Ray, on Monday.", {("Ann Lee", "Bob Ray")}),
        ("Ann Lee had lunch with a friend of hers, Bob Ray, on Monday.", {("Ann Lee", "Bob Ray")}),
        ("Ann Lee sent her lawyer, Bob Ray, an email on Monday.", {("Ann Lee", "Bob Ray")}),
        ("Ann Lee received a letter from a neighbor, Bob Ray, on Monday.", {("Ann Lee", "Bob Ray")}),
        ("In a meeting with a Republican senator, Bob Ray, Ann Lee said no.", {("Ann Lee", "Bob Ray")}),
        # Offices and staff with the name of a body or person.
        ("Ann Lee met with Boeing's chief executive on Monday.", {("Ann Lee", "Boeing's chief executive")}),
        ("Ann Lee wrote to Louisville's police chief.", {("Ann Lee", "Louisville's police chief")}),
        (
            "Ann Lee met the State Department's acting legal adviser.",
            {("Ann Lee", "State Department's acting legal adviser")},
        ),
        ("Ann Lee phoned a Google employee on Monday.", {("Ann Lee", "Google employee")}),
        ("Ann Lee phoned an aide to Bob Ray on Monday.", {("Ann Lee", "aide to Bob Ray")}),
        ("Ann Lee sent a lawyer for Bob Ray an email.", {("Ann Lee", "lawyer for Bob Ray")}),
        ("Ann Lee met with aides to Bob Ray on Monday.", {("Ann Lee", "aides to Bob Ray")}),
        ("Lunde Park Partners hid it. Ann Lee met the Lunde Park lawyer.", {("Ann Lee", "Lunde Park lawyer")}),
    ],
)
def test_phrases_that_name_parties(text: str, pairs: set[tuple[str, str]]) -> None:
    assert pairs_in(text) == {frozenset(pair) for pair in pairs}


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("Ann Lee, along with Bob Ray, met Eva Moe.", {("Ann Lee", "Eva Moe"), ("Bob Ray", "Eva Moe")}),
        ("Ann Lee, together with Bob Ray, visited Eva Moe.", {("Ann Lee", "Eva Moe"), ("Bob Ray", "Eva Moe")}),
        ("Ann Lee, accompanied by Bob Ray, met Eva Moe.", {("Ann Lee", "Eva Moe"), ("Bob Ray", "Eva Moe")}),
        ("Accompanied by Bob Ray, Ann Lee met Eva Moe.", {("Ann Lee", "Eva Moe"), ("Bob Ray", "Eva Moe")}),
        (
            "Ann Lee met Eva Moe on Friday, along with her deputy, Bob Ray.",
            {("Ann Lee", "Eva Moe"), ("Bob Ray", "Eva Moe")},
        ),
        ("Ann Lee wrote to Bob Ray and to Eva Moe.", {("Ann Lee", "Bob Ray"), ("Ann Lee", "Eva Moe")}),
        ("Ann Lee has spoken with Bob Ray and with Eva Moe.", {("Ann Lee", "Bob Ray"), ("Ann Lee", "Eva Moe")}),
        (
            "The prime minister, the chancellor and the foreign secretary met Eva Moe.",
            {("prime minister", "Eva Moe"), ("chancellor", "Eva Moe"), ("foreign secretary", "Eva Moe")},
        ),
        (
            "Bob Ray, his wife Ann and their son Tom met Eva Moe.",
            {("Bob Ray", "Eva Moe"), ("Ann", "Eva Moe"), ("Tom", "Eva Moe")},
        ),
        # Companions are no pair of their own, and a guard of honour is nobody.
        ("Ann Lee, along with Bob Ray, met residents.", set()),
        ("Ann Lee, accompanied by a Sovereign's Escort, met Eva Moe.", {("Ann Lee", "Eva Moe")}),
        ("She was met by Bob Ray and Eva Moe.", set()),
        # Nor are two who are in touch with people without a name, other than their own.
        ("Bob Ray and Eva Moe met residents on Monday.", set()),
        ("Bob Ray and Eva Moe met with residents on Monday.", set()),
        ("Bob Ray and Eva Moe held talks with residents on Monday.", set()),
        ("Bob Ray and Eva Moe had lunch with pupils on Monday.", set()),
        ("Bob Ray and Eva Moe met with their ministers on Monday.", {("Bob Ray", "Eva Moe")}),
        ("Bob Ray and Eva Moe met last week.", {("Bob Ray", "Eva Moe")}),
    ],
)
def test_companions_are_on_one_side(text: str, pairs: set[tuple[str, str]]) -> None:
    assert pairs_in(text) == {frozenset(pair) for pair in pairs}


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        # The country of a headline's possessor is no party of its own.
        (
            "Norway's Lind hosts dinner for Berlin envoys\n\nNorwegian leader Jon Lind has hosted a dinner for envoys "
            "from Germany.",
            {("Jon Lind", "Germany")},
        ),
        ("Norwegian officials met the Norwegian president, Ida Krogh, on Monday.", set()),
        # Nor is whoever says it.
        (
            "Ann Lee of the United States said President Bob Ray had invited Eva Moe to Washington for separate talks.",
            {("Eva Moe", "Bob Ray")},
        ),
        # Nor is an interviewer, unlike those who lead a medium.
        ("Ann Lee complained to CBS News' Bob Ray on Thursday.", set()),
        ("Ann Lee spoke with Politico senior writer Bob Ray.", set()),
        ("Ann Lee spoke to Bob Ray of the BBC.", set()),
        ("Ann Lee met BBC chairman Bob Ray on Thursday.", {("Ann Lee", "Bob Ray")}),
        # Not somebody known only by a town or trade, nor an aide who is sent to somebody.
        ("Ann Lee met a Denver lawyer on Monday.", set()),
        ("Ann Lee spoke to a CNN employee on Monday.", set()),
        ("Ann Lee sent an aide to Bob Ray.", set()),
        ("Ann Lee called Boeing's chief executive a crook.", set()),
        ("Ann Lee called the bank's chairman, Bob Ray, a liar.", set()),
        ("The board named Bob Ray after Ann Lee left.", set()),
        # Two people of one country are not "the two countries".
        (
            "Norway and Sweden fell out. Envoys Bob Ray and Eva Moe said the two countries would hold a summit.",
            {("Norway", "Sweden")},
        ),
    ],
)
def test_who_is_no_party(text: str, pairs: set[tuple[str, str]]) -> None:
    assert pairs_in(text) == {frozenset(pair) for pair in pairs}


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        # A noun means the group that an earlier phrase introduced.
        ("Norchem executives resigned. The executives wrote to Ann Lee.", {("Norchem", "Ann Lee")}),
        ("Palace officials resigned. The officials wrote to Ann Lee.", set()),
        (
            "The families of the victims wept. Ann Lee met the families on Monday.",
            {("families of the victims", "Ann Lee")},
        ),
        ("Residents wept. Ann Lee met the residents on Monday.", set()),
        # Relatives of somebody with a name.
        ("Bob Ray phoned his wife on Monday.", {("Bob Ray", "his wife")}),
        ("Bob Ray flew to Oslo to visit his ailing father.", {("Bob Ray", "his ailing father")}),
        ("Bob Ray met his wife at school.", set()),
        ("Bob Ray was visiting Oslo with his family.", set()),
        ("Bob Ray and his wife met Ann Lee on Monday.", {("Bob Ray", "Ann Lee")}),
        (
            "Ann Lee did not meet the family of Bob Ray, whose death in May led to many protests in Oslo and Rome.",
            {("Ann Lee", "family of Bob Ray")},
        ),
        ("Ann Lee visited the parents of the dead officer.", {("Ann Lee", "parents of the dead officer")}),
        ("Eva Roe fled. Miss Roe's mother, Sandra, said her daughter had rung her.", {("Eva Roe", "Sandra")}),
        # Descriptions of somebody named before.
        ("Pope Francis prayed. The pontiff met Ann Lee.", {("Francis", "Ann Lee")}),
        ("Marco Ferri, 46, resigned. Ann Lee met the 46-year-old Italian on Monday.", {("Marco Ferri", "Ann Lee")}),
        (
            "Prime Minister Ida Krogh met Prime Minister Jon Berg. Ann Lee spoke to both prime ministers by telephone.",
            {("Ida Krogh", "Jon Berg"), ("Ida Krogh", "Ann Lee"), ("Jon Berg", "Ann Lee")},
        ),
        # An apposition is not looked up by the phrase that it belongs to.
        ("He spoke with my colleague, Lund Moe, CEO and Vice Chairman of Norchem and Co-Chairman of the board.", set()),
    ],
)
def test_descriptions_of_the_known(text: str, pairs: set[tuple[str, str]]) -> None:
    assert pairs_in(text) == {frozenset(pair) for pair in pairs}
