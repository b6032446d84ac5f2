"""A small mail server that answers as a table says, for one behaviour each: RFC 5321 as far as a sender can tell, and no further."""

import base64
import socket
import ssl
import threading


class Scripted:
    """Listens at address and port until the check ends. What it heard is in lines, what it took in messages, unstuffed, and
    goodbyes is how often it said 421."""

    def __init__(self, address, port, offers=(), replies=None, certificate=None):
        """replies: what a command (or ".", or a line's whole text) is answered with, once each, the last one always; "" as usual."""
        self.offers, self.certificate = offers, certificate
        self.replies = {verb: [said] if isinstance(said, str) else list(said) for verb, said in (replies or {}).items()}
        self.lines, self.messages, self.goodbyes = [], [], 0
        self.lock = threading.Lock()
        listener = socket.create_server((address, port))
        threading.Thread(target=self.accept, args=(listener,), daemon=True).start()

    def accept(self, listener):
        while True:
            connection, _ = listener.accept()
            threading.Thread(target=self.converse, args=(connection,), daemon=True).start()

    def converse(self, connection):
        try:
            Conversation(self, connection).run()
        except (OSError, EOFError):
            pass  # it has gone, or was sent away
        finally:
            connection.close()

    def said(self, verb, usual, first=True):
        """first: on a connection that had no message yet; "later VERB" is what is said on others."""
        with self.lock:
            script = self.replies.get(verb if first else f"later {verb}")
            said = script and (script.pop(0) if len(script) > 1 else script[0])
        return said or usual


class Conversation:
    def __init__(self, server, connection):
        self.server, self.connection, self.file = server, connection, connection.makefile("rb")
        self.fresh, self.secure = True, False

    def line(self):
        if not (line := self.file.readline(65536).decode(errors="replace")):
            raise EOFError
        return line.rstrip("\r\n")

    def say(self, text):
        self.connection.sendall(text.encode() + b"\r\n")
        if text.startswith("421"):
            self.server.goodbyes += 1
            raise EOFError

    def run(self):
        self.say("220 scripted ESMTP")
        while True:
            line = self.line()
            self.server.lines.append(line)
            verb = line.split(" ")[0].upper()
            getattr(self, f"on_{verb.lower()}", self.on_other)(verb, line)
            if verb == "QUIT":
                return

    def on_other(self, verb, line):
        self.say(self.server.said(verb, "250 2.0.0 ok", self.fresh))

    def on_ehlo(self, verb, line):
        offers = ["scripted", *self.server.offers]
        if self.server.certificate and not self.secure:
            offers = ["scripted", "STARTTLS"]
        for offer in offers[:-1]:
            self.say(f"250-{offer}")
        self.say(f"250 {offers[-1]}")

    def on_starttls(self, verb, line):
        self.say("220 go")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*self.server.certificate)
        self.connection = context.wrap_socket(self.connection, server_side=True)
        self.file, self.secure = self.connection.makefile("rb"), True

    def on_auth(self, verb, line):
        """The table says what is said to AUTH and a mechanism; LOGIN asks twice in words of its own."""
        mechanism = line.split(" ")[1]
        if said := self.server.said(f"AUTH {mechanism}", ""):
            return self.say(said)
        for prompt in ("334 Username:", "334 Password:") if mechanism == "LOGIN" else ():
            self.say(prompt)
            self.server.lines.append(f"{prompt} {base64.b64decode(self.line()).decode()}")
        self.say("235 2.7.0 in")

    def on_data(self, verb, line):
        said = self.server.said(verb, "354 go on", self.fresh)
        self.say(said)
        if said.startswith("354"):
            message = b""
            while (octets := self.file.readline()) != b".\r\n":
                if not octets:
                    raise EOFError
                message += octets[1:] if octets.startswith(b".") else octets
            self.took(message, ".")

    def on_bdat(self, verb, line):
        said = self.server.said(verb, "")
        if said:
            return self.say(said)  # and takes what follows for commands, as it does not know BDAT
        self.took(self.file.read(int(line.split(" ")[1])), ".")

    def took(self, message, verb):
        said = self.server.said(verb, "250 2.0.0 taken", self.fresh)
        if said.startswith("2"):
            self.server.messages.append(message)
        self.fresh = False
        self.say(said)
