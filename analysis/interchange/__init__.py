"""The findings on an article in the formats of other programs: spreadsheets, annotation tools, corpus tools.

`folder.write` writes them beside the tables. Each format has a module, with a function from an `Analysis` to the text
(or bytes) of its files, by name.

>>> from analysis.interchange import conllu
>>> article = analysis.Article("“We will stay,” Ann Lee said.", article_id="a")
>>> print(conllu.files(analysis.analyse(article))["article.conllu"].splitlines()[5])
2	We	we	PRON	PRP	_	_	_	_	start_char=1|end_char=3|Quote=1|QuoteKind=direct|Speaker=Ann Lee
"""
