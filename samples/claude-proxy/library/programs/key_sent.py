import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.request import Request, urlopen


class Proxy(BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        known = self.headers.get("Authorization") == "Bearer local-key"
        self.send_response(200 if known else 401)
        self.end_headers()
        self.wfile.write(json.dumps({"welcome": known}).encode())

    def log_message(self, *_):
        pass


proxy = HTTPServer(("127.0.0.1", 0), Proxy)
threading.Thread(target=proxy.serve_forever, daemon=True).start()
url = f"http://127.0.0.1:{proxy.server_port}/v1/chat/completions"

headers = {"Content-Type": "application/json", "Authorization": "Bearer local-key"}
request = Request(url, b"{}", headers)
with urlopen(request, timeout=10) as reply:
    print(json.load(reply))
