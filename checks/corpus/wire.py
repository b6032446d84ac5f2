"""A connection to a listener, octet by octet."""

import base64
import socket
import ssl

TIMEOUT = 30  # seconds without an answer
CLOSED = "<closed>"
LONGEST_LINE = 4096


class Connection:
    """What a client says and hears; all that was sent since the last reply is in sent."""

    def __init__(self, place, listener):
        self.socket = socket.create_connection((place.host, place.port(listener)), timeout=TIMEOUT)
        self.received = b""
        self.sent = b""

    def send(self, data):
        self.sent += data
        try:
            self.socket.sendall(data)
        except OSError:
            pass  # it has closed, and what it said before can still be read

    def line(self):
        """The next line without its CRLF, or <closed>."""
        while b"\n" not in self.received and len(self.received) < LONGEST_LINE:
            try:
                more = self.socket.recv(65536)
            except TimeoutError:
                return f"<nothing for {TIMEOUT} s>" + self.received.decode(errors="backslashreplace")
            except OSError:
                more = b""
            if not more:
                return self.received.decode(errors="backslashreplace") or CLOSED
            self.received += more
        line, _, self.received = self.received.partition(b"\n")
        return (line[:-1] if line.endswith(b"\r") else line + b"<without CR>").decode(errors="backslashreplace")

    def reply(self):
        """The lines of the next reply."""
        lines = [self.line()]
        while lines[-1][3:4] == "-":
            lines.append(self.line())
        return lines

    def heard(self):
        """Forgets what was sent and answered; returns it."""
        sent, self.sent = self.sent, b""
        return sent

    def start_tls(self):
        """Whose certificate it is, is not asked here: it may be one that signs itself."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        self.socket = context.wrap_socket(self.socket)

    def half_close(self):
        self.socket.shutdown(socket.SHUT_WR)

    def close(self):
        self.socket.close()


def plain(user, password):
    """The initial response of AUTH PLAIN (RFC 4616)."""
    return base64.b64encode(f"\0{user}\0{password}".encode()).decode()
