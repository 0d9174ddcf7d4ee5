from tests.integration.test_queries import *
def test_print(pages, cost):
    print(sorted(((len(cost(a)),n) for n,a in pages.items()), reverse=True)); assert 0
