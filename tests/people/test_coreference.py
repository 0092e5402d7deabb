"""Titles, surnames, pronouns and groups refer to the right person, and to nobody where nothing decides."""

import pandas as pd
import pytest
from hostile import TEXTS
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analysis import analyse
from analysis.articles.article import Article
from analysis.language.spacy_model import model
from analysis.people.names import countries
from analysis.people.nominals import MAX_COUNTRY_TOKENS

# case → (passage, {text of a mention: canonical name of the person, or None if it is left unresolved})
CASES: dict[str, tuple[str, dict[str, str | None]]] = {
    "surname before the full name": ("Lindqvist arrived. Anna Lindqvist spoke.", {"Lindqvist": "Anna Lindqvist"}),
    "title and name": (
        "Foreign Minister Jean-Marc Le Goff spoke.",
        {"Foreign Minister Jean-Marc Le Goff": "Jean-Marc Le Goff"},
    ),
    "role in lower case": (
        "Campaign spokeswoman Maria Rossi spoke.",
        {"Campaign spokeswoman Maria Rossi": "Maria Rossi"},
    ),
    "of a country": ("President of Chile Carlos Soto spoke.", {"President of Chile Carlos Soto": "Carlos Soto"}),
    "nationality": (
        "Chilean President Carlos Soto came. The Chilean president spoke.",
        {"The Chilean president": "Carlos Soto"},
    ),
    "leader": ("Chilean President Carlos Soto came. The Chilean leader spoke.", {"The Chilean leader": "Carlos Soto"}),
    "apposition": ("Maria Rossi, a senior director at a bank, spoke.", {"a senior director": "Maria Rossi"}),
    "title before the name in apposition": (
        "The mill's chief, Maria Rossi, spoke.",
        {"The mill's chief": "Maria Rossi"},
    ),
    "title and body before the name in apposition": (
        "The chief executive of Jetline, Peter Hall, and Maria Rossi spoke.",
        {"The chief executive": "Peter Hall"},
    ),
    "body in apposition": (
        "The chairman of Norchem, British Gas, and Maria Rossi spoke.",
        {"The chairman": "chairman of Norchem"},
    ),
    "titles in a list": (
        "She met the Earl of Lunde, the Duke of Tarn and the Bishop of Marle.",
        {"Duke of Tarn": "Duke of Tarn", "Bishop of Marle": "Bishop of Marle"},
    ),
    "title of a place in apposition": (
        "Peter Hall, the Duke of Tarn, came. The duke spoke.",
        {"The duke": "Peter Hall"},
    ),
    "introduced by a noun": (
        "Maria Rossi, a dentist, came. Peter Hall came. The dentist spoke.",
        {"The dentist": "Maria Rossi"},
    ),
    "first of two surnames": ("Beatriz Salgado Ruiz came. Salgado spoke.", {"Salgado": "Beatriz Salgado Ruiz"}),
    "shared surname": (
        "Edmund and Joyce Baker came. Mr. Baker spoke. Mrs. Baker left.",
        {"Mr. Baker": "Edmund Baker", "Mrs. Baker": "Joyce Baker"},
    ),
    "suffixes": (
        "Walter Haines Jr. met Walter Haines III in Rome.",
        {"Walter Haines Jr.": "Walter Haines Jr.", "Walter Haines III": "Walter Haines III"},
    ),
    "suffix of the son": (
        "Tom Hall met his son, Tom Hall Jr, in Leeds. Hall Jr spoke.",
        {"Tom Hall": "Tom Hall", "Tom Hall Jr": "Tom Hall Jr", "Hall Jr": "Tom Hall Jr"},
    ),
    "suffix of the son first": (
        "Tom Hall Jr. spoke of his father. Mayor Tom Hall left.",
        {"Tom Hall Jr.": "Tom Hall Jr.", "Mayor Tom Hall": "Tom Hall"},
    ),
    "suffix left out later": ("Tom Hall Jr. spoke. Tom Hall left.", {"Tom Hall": "Tom Hall Jr."}),
    "middle initials": (
        "George H.W. Stone and his son George W. Stone came.",
        {"George H.W. Stone": "George H.W. Stone", "George W. Stone": "George W. Stone"},
    ),
    "joined by and": (
        "George Stone and George W. Stone came. George Stone spoke.",
        {"George Stone": "George Stone", "George W. Stone": "George W. Stone"},
    ),
    "brothers": (
        "Tom Hall, 40, and Mark Hall, 36, came. Tom spoke. The 36-year-old said that he was tired.",
        {"Tom": "Tom Hall", "The 36-year-old": "Mark Hall"},
    ),
    "first lady": (
        "President Joe Stone and first lady Jill Stone came. The first lady spoke. The president left.",
        {"The first lady": "Jill Stone", "The president": "Joe Stone"},
    ),
    "duchess": (
        "Mary Stone, the Duchess of Essex, met Helen Hall. Hall left. The Duchess spoke.",
        {"The Duchess": "Mary Stone"},
    ),
    "chancellor": (
        "Chancellor Olaf Stone met Mark Hall. Hall left. The chancellor spoke.",
        {"The chancellor": "Olaf Stone"},
    ),
    "named later": (
        "A former treasurer was charged. The treasurer, Maria Rossi, spoke.",
        {"A former treasurer": "Maria Rossi"},
    ),
    "particle first": (
        "Pedro de la Fuente Soto came. De la Fuente spoke.",
        {"De la Fuente": "Pedro de la Fuente Soto"},
    ),
    "age": ("Maria Rossi, 54, came. The 54-year-old said that she was tired.", {"The 54-year-old": "Maria Rossi"}),
    "age of somebody else": (
        "Maria Rossi, 36, met Anna Stone, 60. Stone smiled. The 36-year-old said that she was tired.",
        {"The 36-year-old": "Maria Rossi"},
    ),
    "age before the name": (
        "24-year-old student Paul Stone met Mark Hall (50). Stone smiled. The 50-year-old said that he was tired.",
        {"The 50-year-old": "Mark Hall"},
    ),
    "age of a role": (
        "Paul Stone, a 24-year-old student, met Mark Hall. Hall smiled. The 24-year-old said that he was tired.",
        {"The 24-year-old": "Paul Stone"},
    ),
    "age that another has not": (
        "Paul Stone, aged 24, met Mark Hall. Stone smiled. The 50-year-old said that he was tired.",
        {"The 50-year-old": "Mark Hall"},
    ),
    "nation": (
        "French striker Paul Stone met Mark Hall. Hall smiled. The Frenchman said that he was tired.",
        {"The Frenchman": "Paul Stone"},
    ),
    "age and nation": (
        "Coach Maria Rossi left. The 46-year-old Italian said that she was tired.",
        {"The 46-year-old Italian": "Maria Rossi"},
    ),
    "age and nation of somebody else": (
        "Maria Rossi, 36, left. The 46-year-old Italian spoke.",
        {"The 46-year-old Italian": "46-year-old Italian"},
    ),
    "age and role": (
        "Maria Rossi, 36, met Anna Stone, 60. Stone smiled. The 36-year-old dentist said that she was tired.",
        {"The 36-year-old dentist": "Maria Rossi"},
    ),
    "new with an age": ("Maria Rossi came. A 36-year-old said that she was ill.", {"A 36-year-old": "36-year-old"}),
    "age before a verb": (
        "Coach Peter Hall came. The 46-year-old Italian met chairman Mark Stone in London on Saturday.",
        {"The 46-year-old Italian": "Peter Hall"},
    ),
    "thing with an age": ("Maria Rossi came. The 36-year-old bridge fell.", {"The 36-year-old bridge": None}),
    "international": (
        "Peter Hall scored. The Norway international phoned John Baker.",
        {"The Norway international": "Peter Hall"},
    ),
    "international of another country": (
        "Peter Hall of Chile scored. The Norway international left.",
        {"The Norway international": "Norway international"},
    ),
    "defender of two words": ("Peter Hall scored. The right-back was tired.", {"The right-back": "Peter Hall"}),
    "defence chief": (
        "Danish Defence Minister Peter Hall came. The Danish defence chief spoke.",
        {"The Danish defence chief": "Peter Hall"},
    ),
    "official of a country": (
        "Danish Foreign Secretary Peter Hall came. The Danish official spoke.",
        {"The Danish official": "Peter Hall"},
    ),
    "official of another country": (
        "Danish Foreign Secretary Peter Hall came. The Finnish official spoke.",
        {"The Finnish official": "Finnish official"},
    ),
    "official who may be one of two": (
        "Danish Foreign Secretary Peter Hall met Danish Trade Minister Mark Stone. The Danish official spoke.",
        {"The Danish official": "Danish official"},
    ),
    "another official": (
        "Danish Foreign Secretary Peter Hall came. A Danish official spoke.",
        {"A Danish official": "Danish official"},
    ),
    "senator of a state": (
        "Sen. Peter Hall (D-Vt.) met Sen. Mark Stone (D-N.Y.). The Vermont senator spoke to the New York Democrat.",
        {"The Vermont senator": "Peter Hall", "the New York Democrat": "Mark Stone"},
    ),
    "senator of a state that is also a country": (
        "Sen. Peter Hall (D-Ga.) came. The Georgia senator spoke.",
        {"The Georgia senator": "Peter Hall"},
    ),
    "party and state in words": (
        "Peter Hall, Democrat of Ohio, met Mark Stone, a Democrat of Texas. The Ohio Democrat spoke.",
        {"The Ohio Democrat": "Peter Hall"},
    ),
    "governor of a state": (
        "Ohio Gov. Peter Hall met Texas Gov. Mark Stone. The Ohio governor spoke.",
        {"The Ohio governor": "Peter Hall"},
    ),
    "senator of no state that is named": (
        "Sen. Peter Hall (D-Vt.) came. The Ohio senator left.",
        {"The Ohio senator": "Ohio senator"},
    ),
    "lawmaker": ("Rep. Peter Hall (D-Vt.) came. The lawmaker left.", {"The lawmaker": "Peter Hall"}),
    "campaign": (
        "Tom Hall ran. Hall's campaign spoke. Then his campaign wept. The Hall campaign wrote to Helen Baker.",
        {"Hall's campaign": "Hall campaign", "his campaign": "Hall campaign", "The Hall campaign": "Hall campaign"},
    ),
    "the campaign": ("The Hall campaign wept. The campaign spoke.", {"The campaign": "Hall campaign"}),
    "campaign that is no body": ("Tom Hall kicked off his campaign with a song.", {"his campaign": None}),
    "campaign of a body": ("The charity's campaign wept.", {"The charity's campaign": "charity's campaign"}),
    "candidate": ("Tom Hall ran. Helen Baker met the candidate.", {"the candidate": "Tom Hall"}),
    "mogul": ("Tom Hall ran. The real estate mogul spoke.", {"The real estate mogul": "Tom Hall"}),
    "candidate with a clause": (
        "Tom Hall ran. Mayor Helen Baker met the candidate who won.",
        {"the candidate": "candidate"},
    ),
    "candidate with a clause after a comma": (
        "Tom Hall ran. Helen Baker met the candidate, who won.",
        {"the candidate": "Tom Hall"},
    ),
    "candidate who may be either": ("Tom Hall and Mark Stone ran. The candidate won.", {"The candidate": "candidate"}),
    "rival candidate": (
        "Tom Hall ran. Helen Baker met his rival candidate.",
        {"his rival candidate": "his rival candidate"},
    ),
    "office with a place": ("Tom Hall ran on Sunday. The Ohio governor spoke.", {"The Ohio governor": "Tom Hall"}),
    "former office": ("Tom Hall ran on Sunday. The former judge spoke.", {"The former judge": "Tom Hall"}),
    "office without a place": ("Tom Hall was jailed on Sunday. The judge spoke.", {"The judge": "judge"}),
    "office with a place of two": (
        "Tom Hall met Mark Stone on Sunday. The Ohio governor spoke.",
        {"The Ohio governor": "Ohio governor"},
    ),
    "forward": (
        "Striker Peter Hall left. Mark Stone rang. John Baker praised the forward.",
        {"the forward": "Peter Hall"},
    ),
    "force": ("Lunde Constabulary came. Helen Baker wrote to the force.", {"the force": "Lunde Constabulary"}),
    "panel": ("The Judiciary Committee met. The panel voted.", {"The panel": "Judiciary Committee"}),
    "force that is no bank": ("Lunde Bank paid. The force spoke.", {"The force": "force"}),
    "the two, one of whom the clause before names": (
        "Helen Baker met Brad Stone. Tom Hall rang on Monday. Brad Stone took the call and the two had a long talk.",
        {"the two": "Brad Stone + Tom Hall"},
    ),
    "the two, long after others met": (
        "Helen Baker met Brad Stone. It rained. It snowed. It was cold. It was late. It was dark. Tom Hall rang. "
        "Brad Stone took the call. The two had a long talk.",
        {"The two": "Brad Stone + Tom Hall"},
    ),
    "family of two": (
        "Tom and Betsy Hall came. Helen Baker met the Halls.",
        {"Halls": "Tom Hall + Betsy Hall"},
    ),
    "family of a couple": (
        "Betsy Hall and her husband Tom came. Helen Baker met the Halls.",
        {"Halls": "Betsy Hall + Tom"},
    ),
    "role": (
        "Mark Hall met the striker Paul Stone. Hall smiled. The striker said that he was tired.",
        {"The striker": "Paul Stone"},
    ),
    "mother": (
        "Anna Stone, a mother of two, met Helen Hall. Hall smiled. The mother of two said that she was tired.",
        {"The mother": "Anna Stone"},
    ),
    "mother of somebody": ("Helen Hall came. His mother said that she was tired.", {"His mother": "His mother"}),
    "one of them": (
        "Officials met. One said that it rained. Another left.",
        {"One": "Officials", "Another": "Officials"},
    ),
    "one thing": ("Officials met. One bridge fell.", {"One": None}),
    "they of one": ("A person close to the talks spoke. They left.", {"They": "person close to the talks"}),
    "capital": ("Officials met. The officials left.", {"The officials": "Officials"}),
    "epithet": ("John Stone scored twice on Sunday. The striker spoke.", {"The striker": "John Stone"}),
    "the company": ("Halvorsen Mutual lost money. The company spoke.", {"The company": "Halvorsen Mutual"}),
    "equals joined by and": ("Helen Baker and Maria Rossi shared a bench. She spoke.", {"She": None}),
    "equals joined by and, one of whom acts": (
        "Bob Baker and Karl Rossi shared a bench. Baker thanked him.",
        {"him": "Karl Rossi"},
    ),
    "subject after its possessive": (
        "Bob Baker wrote to Karl Rossi. In his reply, Rossi said no.",
        {"his": "Karl Rossi"},
    ),
    "subject of another gender": (
        "Bob Baker wrote to Maria Rossi. In his letter, Rossi said, he lied.",
        {"his": "Bob Baker"},
    ),
    "possessive within a sentence": (
        "Bob Baker wrote. It was for his wife that Karl Rossi left.",
        {"his": "Bob Baker"},
    ),
    "short given name": ("Samantha Roe came. Sam spoke.", {"Sam": "Samantha Roe"}),
    "short given name of somebody else": ("Samantha Roe met Sam Lee. Sam spoke.", {"Sam": "Sam Lee"}),
    "usual short form": ("Andrew Stone came. On Monday Andy spoke.", {"Andy": "Andrew Stone"}),
    "short form that is no beginning": ("Robert Stone met Anna Hall. Bob spoke.", {"Bob": "Robert Stone"}),
    "short form with the surname": ("Elizabeth Stone came. Liz Stone spoke.", {"Liz Stone": "Elizabeth Stone"}),
    "short form of two": ("William Stone met William Hall. Bill spoke.", {"Bill": "Bill"}),
    "short form of a relative": ("William Stone came. His son Bill spoke.", {"Bill": "Bill"}),
    "short form among children": ("William Stone has two children: Anna and Bill.", {"Bill": "Bill"}),
    "bill": ("William Stone came. The Bill failed.", {"Bill": "Bill"}),
    "wife with her full name elsewhere": (
        "William Stone and his wife Liz came. Elizabeth Stone spoke.",
        {"Liz": "Elizabeth Stone"},
    ),
    "initials of a body": (
        "The British Road Association met Anna Stone. The BRA spoke.",
        {"BRA": "British Road Association"},
    ),
    "initials of two bodies": (
        "The British Road Association met the British Rail Authority. BRA spoke.",
        {"BRA": "BRA"},
    ),
    "initial": ("John F. Baker came. John Baker spoke.", {"John Baker": "John F. Baker"}),
    "honorific distinguishes genders": (
        "Helen Baker met John Baker. Mr. Baker spoke. Ms. Baker left.",
        {"Mr. Baker": "John Baker", "Ms. Baker": "Helen Baker"},
    ),
    "pronoun by gender": ("Helen Baker met John Stone. She spoke.", {"She": "Helen Baker"}),
    "pronoun by subject": ("John Stone met Peter Hall in Rome. He spoke.", {"He": "John Stone"}),
    "pronoun in a report": ("John Stone told Peter Hall that he would come.", {"he": "John Stone"}),
    "group of two": ("John Stone met Peter Hall. The two men spoke.", {"The two men": "John Stone + Peter Hall"}),
    "two with a name": (
        "John Stone met Peter Hall, a foreign leader said. The two men spoke.",
        {"The two men": "John Stone + Peter Hall"},
    ),
    "leaders of two countries": (
        "Mr Stone of Chile came. Mr Hall of Norway spoke. Mr Baker of Norway left. Both leaders met.",
        {"Both leaders": "Stone + Baker"},
    ),
    "men of one country": (
        "Mr Stone of Chile came. Mr Hall of Norway spoke. Mr Baker of Norway left. Both men met.",
        {"Both men": "Hall + Baker"},
    ),
    "couple": (
        "John Stone and his wife, Helen Hall, came. Peter Baker met the couple.",
        {"the couple": "John Stone + Helen Hall"},
    ),
    "couple named apart": (
        "John Stone left his wife Helen. Peter Baker and Anna Hall were sad. The couple met on Sunday.",
        {"The couple": "John Stone + Helen"},
    ),
    "couple of a relative": ("John Stone met his sister Helen. The couple left.", {"The couple": None}),
    "sides without a mediator": (
        "Leeds Council wrote to the Transport Union. Helen Baker, a mediator, came. The two sides met.",
        {"The two sides": "Leeds Council + Transport Union"},
    ),
    "sides without who speaks for one": (
        "Leeds Council wrote to Unison. Unison official Helen Baker was angry. The two sides met.",
        {"The two sides": "Leeds Council + Unison"},
    ),
    "husband before his wife's name": (
        "Peter Hall and Anna Hall came. Mr and Mrs Hall spoke.",
        {"Mr": "Peter Hall", "Mrs Hall": "Anna Hall"},
    ),
    "husband whom nobody names": ("Anna Hall came. Mr and Mrs Hall spoke.", {"Mr": None, "Mrs Hall": "Anna Hall"}),
    "title before another name": ("Peter Hall came. Mr Lee and Mrs Hall spoke.", {"Mr Lee": "Lee"}),
    "office of who visits": (
        "Mayor Anna Hall met Peter Stone at the mayor's house.",
        {"the mayor": "Anna Hall"},
    ),
    "office of another than whom one visits": (
        "Anna Hall met the minister, Peter Stone, at the chancellor's house.",
        {"the chancellor": None},
    ),
    "couple of nobody": ("John Stone came. Peter Baker met the couple.", {"the couple": None}),
    "nations are no ministry": (
        "Norway and Chile agreed, the Ministry of Trade said. The two nations met.",
        {"The two nations": "Norway + Chile"},
    ),
    "they": ("Officials came from Rome. They spoke.", {"They": "Officials"}),
    "nameless": ("A Danish official came. The official spoke.", {"The official": "Danish official"}),
    "organisation": ("The European Commission met in Rome.", {"European Commission": "European Commission"}),
    "state": ("France and Germany held talks.", {"France": "France", "Germany": "Germany"}),
    "no antecedent": ("He spoke.", {"He": None}),
    "too far": ("John Stone came." + " It rained on the town." * 6 + " He spoke.", {"He": None}),
    "place": ("Helen Baker lives in Springfield.", {"Springfield": None}),
    "surname of whom the article is about": (
        "Helen Keel opened a shop. Her husband, Philip Keel, was there too. After a meal with Tom Roe, Keel left.",
        {"Keel": "Helen Keel"},
    ),
    "surname of whom the article is about, after a relative with a title": (
        "Helen Keel fell ill. She was flown home by ex-mayor Philip Keel. As of Monday, Keel was well.",
        {"Keel": "Helen Keel"},
    ),
    "surname of a relative who goes on as subject": (
        "Helen Keel opened a shop. Philip Keel spoke on Monday. Keel said it rained.",
        {"Keel": "Philip Keel"},
    ),
    "surname of whom is named more often": (
        "A law of Philip Keel ended. Helen Keel ran. Helen Keel won. Helen Keel sang. Roe rang. Tom Roe met Keel.",
        {"Keel": "Helen Keel"},
    ),
    "surname with the office of one": (
        "Helen Keel wrote to President Philip Keel. Tom Roe was glad. Anna Hall spoke of President Keel.",
        {"President Keel": "Philip Keel"},
    ),
    "surname with an office of a relative's": (
        "President Keel met Tom Roe. The first lady, Helen Keel, was there. It rained. Tom Roe thanked Keel.",
        {"President Keel": "Keel", "Keel": "Keel"},
    ),
    "surname with an office before the full name": (
        "President Keel met Tom Roe. It rained. Helen Keel left.",
        {"President Keel": "Helen Keel"},
    ),
    "surname with a style of nobody with a full name": (
        "President Keel met Tom Roe. Mr. Keel left with Helen Keel. It rained. Roe met Mr. Keel. Roe met Keel.",
        {"President Keel": "Keel", "Mr. Keel": "Keel", "Keel": "Keel"},
    ),
    "former holder of an office": (
        "President Helen Keel came. Former President Peter Hall came. The president left. The former president sang.",
        {"The president": "Helen Keel", "The former president": "Peter Hall"},
    ),
    "former holder of an office, in lower case": (
        "Mayor Helen Keel met Tom Roe. She saw former Mayor Peter Hall. The mayor left. The former mayor sang.",
        {"The mayor": "Helen Keel", "The former mayor": "Peter Hall"},
    ),
    "former holder, whom nothing calls so": (
        "President Peter Hall lost the vote and left. The former president sang.",
        {"The former president": "Peter Hall"},
    ),
    "surname that is another's first of two": (
        "Helen Keel Hall met her father, Philip Keel. Tom Roe came. Roe rang Keel.",
        {"Keel": "Philip Keel"},
    ),
    "style beside a full name": (
        "Helen Keel left. Peter Hall met Mrs. Keel and Philip Keel. Hall rang Mr. Keel.",
        {"Mr. Keel": "Philip Keel", "Mrs. Keel": "Helen Keel"},
    ),
    "surname in the plural": (
        "Helen Keel met Peter Hall. Philip Keel was there. Tom Roe rang the Keels.",
        {"Keels": "Helen Keel + Philip Keel"},
    ),
    "surname of a couple in the plural": (
        "Helen Keel, 31, came with her husband, Philip. Tom Roe rang the Keels.",
        {"Keels": "Helen Keel + Philip"},
    ),
    "surname of three in the plural": (
        "Helen Keel met Philip Keel and Maria Keel. Tom Roe rang the Keels.",
        {"Keels": "Keels"},
    ),
    "team with the plural of one surname": (
        "Helen Ranger met Peter Hall. Tom Roe rang the Rangers.",
        {"Rangers": "Rangers"},
    ),
    "surname without a style": (
        "Helen Keel and Dan Roe killed Philip Keel. Mr Keel came home. Keel phoned Roe.",
        {"Mr Keel": "Philip Keel", "Keel": "Helen Keel"},
    ),
    "surname with both styles": (
        "Helen Keel met Philip Keel. Mr Keel came home. Mrs Keel left. Keel spoke.",
        {"Mr Keel": "Philip Keel", "Mrs Keel": "Helen Keel", "Keel": "Helen Keel"},
    ),
    "surname without a style, in a paper that styles everybody": (
        "Philip Keel met Helen Keel. Mr. Keel came home. A Keel family friend spoke.",
        {"Keel": "Philip Keel"},
    ),
    "two men and somebody spoken of": (
        'Mr Hall met Mr Stone. "We talked of Samuel Pitt and his film," Mr Hall said. The two men dined in May.',
        {"The two men": "Hall + Stone"},
    ),
    "two men and somebody in a clause": (
        "Peter Hall told Mark Stone that he would go if John Baker was picked. The two men met.",
        {"The two men": "Peter Hall + Mark Stone"},
    ),
    "two men joined": (
        "Mark Stone and Peter Hall worked for John Baker. Both men met.",
        {"Both men": "Mark Stone + Peter Hall"},
    ),
    "two women": (
        "Helen Baker met Maria Rossi. Peter Hall was there. The two women spoke.",
        {"The two women": "Helen Baker + Maria Rossi"},
    ),
    "the main pair": (
        "Mark Stone rang Peter Hall. Stone asked Hall for help. Hall saw Stone. Hall gave Stone a key, said John Baker."
        " The pair met.",
        {"The pair": "Mark Stone + Peter Hall"},
    ),
    "two men other than the subject": (
        "Peter Hall met Mark Stone on Monday. John Baker rang both men.",
        {"both men": "Peter Hall + Mark Stone"},
    ),
    "two men of the main clause": (
        "Moss left. Moss rose. Moss sang. Peter Hall told Mark Stone that he would go if Moss stayed. The two men met.",
        {"The two men": "Peter Hall + Mark Stone"},
    ),
    "two men, one of whom has met another": (
        "Mark Stone met Peter Hall. Stone then rang John Baker. The two men spoke.",
        {"The two men": "Mark Stone + John Baker"},
    ),
    "two without a third who has no name": (
        "Mark Stone met Peter Hall on Monday. It was his first meeting with a foreign leader. The two met in May.",
        {"The two": "Mark Stone + Peter Hall"},
    ),
    "both banks": (
        "Moss Bank has made an offer to Harlow Bank. Both banks spoke.",
        {"Both banks": "Moss Bank + Harlow Bank"},
    ),
    "surname before another name": (
        "Peter Keel came. Keel and Peter Hall spoke. Dan and Maria Rossi left.",
        {"Keel": "Peter Keel", "Dan": "Dan Rossi"},
    ),
    "given name that is somebody's surname": (
        "Paul Ryan came. Ryan and Peter Hall spoke.",
        {"Ryan": "Paul Ryan"},
    ),
    "banks that are no pair": (
        "Moss Bank rang Harlow Bank. The banks spoke. Two banks shut.",
        {"Two banks": "Two banks"},
    ),
    "player": (
        "Striker Peter Hall met his agent, John Baker. Baker rang the player.",
        {"the player": "Peter Hall"},
    ),
    "player with no role": ("Mayor Peter Hall met John Baker. Hall rang the striker.", {"the striker": "John Baker"}),
    "player who may be either": ("Peter Hall met John Baker. Mark Stone rang the striker.", {"the striker": "striker"}),
    "player who cannot be": (
        "Mayor Peter Hall met Judge John Baker. Hall rang the striker.",
        {"the striker": "striker"},
    ),
    "office that somebody took": (
        "Helen Baker became prime minister in May. The prime minister left.",
        {"The prime minister": "Helen Baker"},
    ),
    "office that nobody has taken": (
        "If Helen Baker becomes prime minister, taxes will rise. The prime minister left.",
        {"The prime minister": "prime minister"},
    ),
    "role before a style": (
        "Tycoon Sir Tom Hall met Mayor Helen Baker. The billionaire left.",
        {"The billionaire": "Tom Hall"},
    ),
    "professor": ("Tom Hall, a law professor, spoke. The law was good.", {"The law": None}),
    "name after an office and its body": (
        "Helen Baker wrote to the head of the Danish bid, Peter Hall, on Monday.",
        {"the head": "Peter Hall"},
    ),
    "name in a list after an office and its body": (
        "Helen Baker wrote to the head of the Danish bid, Peter Hall and Mark Stone.",
        {"the head": "head of the Danish bid"},
    ),
    "name in a list with a comma before and": (
        "Helen Baker wrote to the head of the Danish bid, Peter Hall, and Mark Stone.",
        {"the head": "head of the Danish bid"},
    ),
    "peer": ("Lord Ferris met Peter Hall. The peer left.", {"The peer": "Ferris"}),
    "wife with the surname": (
        "Helen Keel went home. Philip Keel wrote to his wife.",
        {"his wife": "Helen Keel"},
    ),
    "wife with the surname of several": (
        "Helen Keel and Maria Keel went home. Philip Keel wrote to his wife.",
        {"his wife": "his wife"},
    ),
    "widow": (
        "Philip Keel died. He leaves his wife Helen. His widow spoke.",
        {"His widow": "Helen"},
    ),
    "widow of somebody else": (
        "Mark Stone left his wife Helen. Philip Keel died. His widow spoke.",
        {"His widow": "His widow"},
    ),
    "husband is no woman": (
        "Helen Keel met Maria Keel. Maria Keel wrote to her husband.",
        {"her husband": "her husband"},
    ),
    "father is no son": (
        "Helen Keel met Philip Keel. Helen Keel rang her father. Helen Keel rang her son.",
        {"her father": "Philip Keel", "her son": "her son"},
    ),
    "wives of two": (
        "Mark Stone and his wife, Helen, came. Tom Hall and his wife, Maria, left. Stone rang his wife.",
        {"his wife": "Helen"},
    ),
    "former couple": (
        "Helen Baker said Peter Hall rang her. The former couple met.",
        {"The former couple": "Helen Baker + Peter Hall"},
    ),
    "peers in a list": (
        "The Queen met the Prince of Wales, the Duke of Malham and the Duke of Ayton. The Duke of Malham left.",
        {"Prince of Wales": "Prince of Wales", "Duke of Malham": "Duke of Malham", "Duke of Ayton": "Duke of Ayton"},
    ),
    "duke and duchess of one place": (
        "The Duke and Duchess of Ayton came. The Duchess spoke. The Duke left.",
        {"The Duchess": "Duchess of Ayton", "The Duke": "Duke of Ayton"},
    ),
    "title in apposition": (
        "Prince Ivo, the Duke of Ayton, came. The Duke spoke to the Duke of Malham.",
        {"Duke of Ayton": "Ivo", "The Duke": "Ivo", "Duke of Malham": "Duke of Malham"},
    ),
    "name in apposition to a title": (
        "The Bishop of Leeds, Dr Ann Roe, came. The bishop spoke.",
        {"Bishop of Leeds": "Ann Roe", "The bishop": "Ann Roe"},
    ),
    "title before the name": (
        "Archbishop of York Tom Hall came. The Archbishop of York spoke.",
        {"Archbishop of York": "Tom Hall"},
    ),
    "title in a list is no apposition": (
        "Prince Ivo, the Duke of Ayton and Helen Baker came.",
        {"Prince Ivo": "Ivo", "Duke of Ayton": "Duke of Ayton"},
    ),
    "title of the other gender": (
        "Prince Ivo, the Duchess of Ayton, and others came.",
        {"Duchess of Ayton": "Duchess of Ayton"},
    ),
    "title that is a name": ("The Princess Royal came. She spoke.", {"She": "Princess Royal"}),
    "place of a title": ("The Duke of Ayton came from Ayton.", {"Ayton": None}),
    "pub": ("Helen Baker met Peter Hall at the Duke of Ayton in Leeds.", {"Duke of Ayton": None, "the Duke": None}),
    "pub with its noun": ("The Duke of Ayton pub was shut. Helen Baker spoke.", {"Duke of Ayton": None}),
    "award": ("The Duke of Ayton's Award was given to Helen Baker.", {"Duke of Ayton": None}),
    "form of address": (
        "Prince Ivo came. Peter Hall thanked His Royal Highness.",
        {"His Royal Highness": "Ivo", "His": None},
    ),
    "form of address of the other gender": (
        "Prince Ivo and Princess Ann came. Peter Hall thanked Her Royal Highness.",
        {"Her Royal Highness": "Ann"},
    ),
    "monarch": ("The Queen met Peter Hall. The monarch spoke.", {"The monarch": "Queen"}),
    "body of Her Majesty": ("The Queen came. Her Majesty's Inspectorate spoke.", {"Her Majesty": None}),
    "a relation that is also a form of address": (
        "Lord Ferris came. Helen Baker called her peer on Monday.",
        {"her": "Helen Baker", "her peer": "Ferris"},
    ),
    "party leader": (
        "Labour leader Helen Baker met Tory leader Peter Hall. The Labour leader spoke.",
        {"The Labour leader": "Helen Baker"},
    ),
    "leader of another party": (
        "Labour leader Helen Baker met Peter Hall. The Green leader spoke.",
        {"The Green leader": "Green leader"},
    ),
    "shadow minister": (
        "Shadow Defence Secretary Peter Hall spoke. The Defence Secretary left.",
        {"The Defence Secretary": "Defence Secretary"},
    ),
    "deputy": (
        "Deputy Prime Minister Peter Hall spoke. The Prime Minister left. The Deputy Prime Minister stayed.",
        {"The Prime Minister": "Prime Minister", "The Deputy Prime Minister": "Peter Hall"},
    ),
    "office before its holder": (
        "The Prime Minister came. Prime Minister Helen Baker met Irish Prime Minister Peter Hall.",
        {"The Prime Minister": "Helen Baker"},
    ),
    "office before a foreign holder": (
        "The Prime Minister came. It rained. Irish Prime Minister Peter Hall spoke.",
        {"The Prime Minister": "Prime Minister"},
    ),
    "office before a former holder": (
        "The Prime Minister came. It rained. Former Prime Minister Peter Hall spoke.",
        {"The Prime Minister": "Prime Minister"},
    ),
    "office before two holders": (
        "The Home Secretary came. Home Secretary Helen Baker followed Home Secretary Peter Hall.",
        {"The Home Secretary": "Home Secretary"},
    ),
    "offices in the order of the names": (
        "Talks between Helen Baker and Peter Hall failed. The prime minister and the mayor met. The mayor spoke.",
        {"The prime minister": "Helen Baker", "the mayor": "Peter Hall", "The mayor": "Peter Hall"},
    ),
    "offices of two others": (
        "Talks between Judge Helen Baker and Peter Hall failed. The mayor and the bishop met.",
        {"The mayor": "mayor"},
    ),
    "holder in the next sentence": (
        "The Home Secretary shut the camp.\n\nHelen Baker took the step at once. The Home Secretary spoke.",
        {"The Home Secretary": "Helen Baker"},
    ),
    "somebody else in the next sentence": (
        "The Home Secretary shut the camp.\n\nHelen Baker, a dentist, spoke.",
        {"The Home Secretary": "Home Secretary"},
    ),
    "somebody known in the next sentence": (
        "Helen Baker came. The Home Secretary shut the camp.\n\nHelen Baker spoke.",
        {"The Home Secretary": "Home Secretary"},
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_mention_refers_to(case: str) -> None:
    passage, expected = CASES[case]
    mentions = analyse(Article(passage)).mentions
    for text, person in expected.items():
        resolved = mentions.loc[mentions["text"] == text, "person"].tolist()
        assert (" + ".join(resolved[-2:] if " + " in str(person) else resolved[-1:]) or None) == person


MET = "Mark Stone met Peter Hall on Monday. "
# passage → whom its last "he" or "she" denotes
BOUND = {
    "Mark Stone phoned Peter Hall on Monday. He told Stone that the truce would hold.": "Peter Hall",
    "Mark Stone phoned Peter Hall on Monday. He told Hall that the truce would hold.": "Mark Stone",
    "Mark Stone wrote to Peter Hall. He answered Stone that the plan was dead.": "Peter Hall",
    MET + "He said Stone was wrong about the dam.": "Peter Hall",
    MET + "The dam is safe, he said of Stone.": "Peter Hall",
    MET + "Speaking to Stone, he said that the dam was safe.": "Peter Hall",
    MET + "He praised the work of Stone and said it would go on.": "Peter Hall",
    MET + "He told reporters that he had warned Stone about the dam.": "Peter Hall",
    "Helen Baker met Maria Rossi in Rome. She thanked Baker and said the talks were good.": "Maria Rossi",
    "Samantha Roe met Helen Baker. She told Sam that the bridge would close.": "Helen Baker",
    "Helen Baker met Samantha Roe. She told Sam that the bridge would close.": "Helen Baker",
    "Alexandra Roe met Helen Baker. She said that talks were hard on Alex.": "Helen Baker",
    "Chilean President Carlos Soto met Mark Stone. He told the Chilean president that war was near.": "Mark Stone",
    "Mark Stone and Peter Hall quarrelled. Hall phoned Stone. He told him that the dam was safe.": "Peter Hall",
    "Mark Stone spoke of Megyn Hall, who he says has been unfair.": "Mark Stone",
    # Nothing bars the name: it is in a clause before the main clause, in another clause, or two clauses away.
    "Mark Stone spoke. When Stone arrived, he said that the dam was safe.": "Mark Stone",
    "Mark Stone spoke. When he arrived, Stone said that the dam was safe.": "Mark Stone",
    "Mark Stone spoke. He was hurt, according to Stone.": "Mark Stone",
    "Mark Stone spoke. He was innocent, Stone said.": "Mark Stone",
    "Mark Stone spoke. In Stone's view, he said, the dam was safe.": "Mark Stone",
    "Mark Stone spoke. Stone's dam was safe, he said.": "Mark Stone",
    "Mark Stone spoke. He said he knew the man who had seen the dam that Stone built.": "Mark Stone",
}


@pytest.mark.parametrize("passage", BOUND)
def test_a_pronoun_is_nobody_named_below_it(passage: str) -> None:
    mentions = analyse(Article(passage)).mentions
    assert mentions.loc[mentions["text"].str.lower().isin(["he", "she"]), "person"].tolist()[-1] == BOUND[passage]


@pytest.mark.parametrize(
    ("sentence", "person"),
    [
        ("Mark Stone cancelled a meeting with him on Friday.", "Peter Hall"),
        ("Mark Stone grabbed a drink with him on Friday.", "Peter Hall"),
        ("Mark Stone met with him on Friday.", "Peter Hall"),
        ("Mark Stone had a sit-down with him on Friday.", "Peter Hall"),
        ("Mark Stone had his sons with him.", "Mark Stone"),
        ("Mark Stone brought a letter with him.", "Mark Stone"),
    ],
)
def test_whoever_is_met_is_not_the_subject(sentence: str, person: str) -> None:
    mentions = analyse(Article(f"Peter Hall is the governor of Ohio. {sentence}")).mentions
    assert mentions.loc[mentions["text"] == "him", "person"].tolist() == [person]


@pytest.mark.parametrize(
    ("sentence", "is_somebody"),
    [
        ("Mark Stone held a fund-raiser for Peter Hall.", False),
        ("Mark Stone spoke at the fundraiser.", False),
        ("The fund-raiser thanked Mark Stone.", True),
    ],
)
def test_a_fund_raiser_is_a_person_or_an_event(sentence: str, is_somebody: bool) -> None:
    texts = analyse(Article(sentence)).mentions["text"]
    assert texts.str.contains("raiser").any() == is_somebody


def test_people_have_kind_role_country_and_count() -> None:
    text = "Chilean President Carlos Soto spoke. Soto met the Kremlin's envoy. He left for France."
    columns = ["person", "kind", "role", "country", "n_mentions"]
    people = analyse(Article(text)).people[columns].values.tolist()
    assert ["Carlos Soto", "person", "Chilean President", "CHL", 3] in people
    assert [row[:2] + row[3:4] for row in people if row[0] in ("Kremlin", "France")] == [
        ["Kremlin", "organisation", "RUS"],
        ["France", "state", "FRA"],
    ]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Mr Carlos Soto, a company spokesman, spoke.", "company spokesman"),
        ("Ms Maria Rossi, a dentist, spoke. Ms Rossi left.", "dentist"),
        ("The city's mayor, Mr Carlos Soto, spoke.", "mayor"),
        ("Mr Carlos Soto spoke. Carlos Soto, the treasurer, left.", "treasurer"),
        ("Treasurer Carlos Soto spoke. Mr Soto left.", "Treasurer"),
        ("Minister Carlos Soto, a dentist, spoke.", "Minister"),
        ("Mr Carlos Soto, a note, spoke.", "Mr"),
        ("Mr Carlos Soto spoke.", "Mr"),
    ],
)
def test_a_form_of_address_gives_way_to_a_role(text: str, role: str) -> None:
    people = analyse(Article(text)).people
    assert people.loc[people["person"].isin(["Carlos Soto", "Maria Rossi"]), "role"].tolist() == [role]


WORDS = [
    "Anna",
    "Baker",
    "Mr.",
    "President",
    "of",
    "France",
    "he",
    "they",
    "the two men",
    "met",
    "said",
    ".",
    ",",
    "'s",
    "and",
    "the",
    "\n\n",
]


@pytest.mark.slow
@settings(max_examples=100)
@given(st.one_of(st.text(), st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join)))
def test_mentions_hold_for_any_text(text: str) -> None:
    text += " end"
    result = analyse(Article(text))
    mentions = result.mentions
    assert [text[a:b] for a, b in zip(mentions["start"], mentions["end"], strict=True)] == mentions["text"].tolist()
    assert mentions["start"].is_monotonic_increasing
    counts = mentions["person"].value_counts()
    counted = pd.Series(result.people["n_mentions"].tolist(), index=result.people["person"].tolist())
    assert counted.to_dict() == counts.to_dict()


@settings(max_examples=40)
@pytest.mark.slow
@given(st.one_of(TEXTS.map(lambda text: text[:500]), st.lists(st.sampled_from([*WORDS, "née", "her"])).map(" ".join)))
@example("“We stay,” said Lee née Lee.  Ann Lee")
@example("Maria Rossi came. Her partner said that her sister stayed.")
@example("\ud800")
def test_no_mention_is_its_own_antecedent(text: str) -> None:
    mentions = analyse(Article(text + " end")).mentions
    antecedents = mentions["antecedent_start"].dropna()
    assert (antecedents != mentions.loc[antecedents.index, "start"]).all()
    places = set(zip(mentions["person"], mentions["start"], strict=True))
    assert set(zip(mentions.loc[antecedents.index, "person"], antecedents, strict=True)) <= places


def test_a_fuller_name_further_on_is_an_antecedent_only_where_none_comes_before() -> None:
    text = "“We stay,” said Lee née Lee.  Ann Lee"
    mentions = analyse(Article(text)).mentions
    full = text.index("Ann Lee")
    assert mentions.loc[mentions["start"] < full, "antecedent_start"].tolist() == [full] * 3
    assert mentions.loc[mentions["start"] == full, "antecedent_start"].isna().all()


def test_every_country_fits_into_the_tokens_examined() -> None:
    assert max(len(model().make_doc(" ".join(words))) for words in countries()) <= MAX_COUNTRY_TOKENS


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Stone River had a call. Stone River Systems is a firm. He wrote to Stone River.", 3),
        ("He swam in the Stone River. Stone River Systems is a firm.", 1),
        ("New York has a law. The New York Rangers lost.", 1),
    ],
)
def test_a_firm_named_like_a_place(text: str, named: int) -> None:
    mentions = analyse(Article(text)).mentions
    assert sum(mentions["person"].isin(["Stone River Systems", "New York Rangers"])) == named
