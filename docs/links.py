"""Follow every link of the site that was built: LinkChecker, with its command line, and two things of it changed.

It reads a page once, not once for each anchor in it. As root it does not go on as nobody, who may not read a checkout
in root's own folder, as in a container.
"""

from functools import cache

from linkcheck.command import linkchecker
from linkcheck.htmlutil import htmlsoup

htmlsoup.make_soup = cache(htmlsoup.make_soup)
linkchecker.drop_privileges = lambda: None
linkchecker.linkchecker()
