"""Exit code 0 when the web process in this container answers on its sign-in page."""

import http.client
import os
import sys

connection = http.client.HTTPConnection("127.0.0.1", int(os.environ.get("PORT", "8000")), timeout=4)
# As the proxy would ask: without this header production sends everybody on to https.
connection.request("GET", "/aanmelden/", headers={"Host": "localhost", "X-Forwarded-Proto": "https"})
sys.exit(connection.getresponse().status != http.client.OK)
