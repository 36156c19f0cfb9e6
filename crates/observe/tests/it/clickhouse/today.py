"""Today's ClickHouse (chDB) behind as much of ClickHouse's HTTP interface as the lake uses.

A server of one session: statements come as the body, or as the parameter `query` with rows in the body. Prints its
port and serves until it is ended.
"""

import os
import sys
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

from chdb import session

folder = sys.argv[1]
chdb = session.Session(os.path.join(folder, "data"))
one_at_a_time = threading.Lock()
# What is said to the HTTP interface and is no setting of a query.
HTTP = {"query", "query_id", "wait_end_of_query"}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        said = dict(parse_qsl(urlsplit(self.path).query))
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        try:
            with one_at_a_time:
                status, answer = 200, self.answer(said, body)
        except Exception as error:
            status, answer = 500, str(error).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def answer(self, said, body):
        for name, value in said.items():
            if name not in HTTP:
                chdb.query(f"SET {name} = {value}")
        if "query" not in said:
            return chdb.query(body.decode(), "TabSeparated").bytes() or b""
        with tempfile.NamedTemporaryFile(dir=folder) as rows:
            rows.write(body)
            rows.flush()
            into, file_format = said["query"].rsplit(" FORMAT ", 1)
            chdb.query(f"{into} FROM INFILE '{rows.name}' FORMAT {file_format}")
        return b""

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(server.server_port, flush=True)
server.serve_forever()
