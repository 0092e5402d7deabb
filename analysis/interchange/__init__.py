"""The results on an article in the formats of other programs: spreadsheets, annotation tools, corpus tools.

`folder.write_formats` writes them beside the tables. Each format has a module with a function that turns an `Analysis`
into the text (or bytes) of its files, by name.

>>> import analysis
>>> from analysis.interchange import conllu
>>> article = analysis.Article("“We will stay,” Ann Lee said.", article_id="a")
>>> "Quote=1|QuoteKind=direct|Speaker=Ann Lee" in conllu.files(analysis.analyse(article))["article.conllu"]
True
"""
