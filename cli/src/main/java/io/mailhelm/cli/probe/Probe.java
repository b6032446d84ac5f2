package io.mailhelm.cli.probe;

import io.mailhelm.cli.probe.ProbeFinding.Verdict;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Connects to a server without a login, and with one where it is given, and reports what it finds.
 * It sends no message unless a recipient is given. Used once, by one thread.
 */
public final class Probe {
  private static final List<String> EXPECTED =
      List.of("PIPELINING", "SIZE", "8BITMIME", "ENHANCEDSTATUSCODES");
  private static final Duration CERTIFICATE_WARNING = Duration.ofDays(14);

  private final Target target;
  private final Clock clock;
  private final SeenCertificates seen;
  private final List<ProbeFinding> findings = new ArrayList<>();

  public Probe(Target target, Clock clock) {
    this(target, clock, new SeenCertificates());
  }

  Probe(Target target, Clock clock, SeenCertificates seen) {
    this.target = target;
    this.clock = clock;
    this.seen = seen;
  }

  /**
   * The server to probe.
   *
   * @param host name or address
   * @param port the port
   * @param login the login to use, if any
   * @param recipient the recipient of one message, if any; needs a login, or a recipient of the
   *     server's own
   */
  public record Target(String host, int port, Optional<Login> login, Optional<String> recipient) {}

  /**
   * A login.
   *
   * @param insecure whether the password may go to a server whose certificate is not trusted
   */
  public record Login(String user, String password, boolean insecure) {
    @Override
    public String toString() {
      return "Login[" + user + "]";
    }
  }

  /** Probes the server, and returns the findings in the order of the checks. */
  public List<ProbeFinding> run() {
    try (var server = connect()) {
      extensions(server.extensions());
      startTls(server);
      stranger(server);
      login(server);
      send(server);
    } catch (IOException | GeneralSecurityException e) {
      add(Verdict.bad, "connection", target.host() + " port " + target.port() + ": " + reason(e));
    }
    return List.copyOf(findings);
  }

  private ProbedServer connect() throws IOException {
    var server = new ProbedServer(target.host(), target.port());
    add(Verdict.ok, "connection", "%s:%d answers EHLO".formatted(target.host(), target.port()));
    return server;
  }

  private void extensions(Map<String, String> offered) {
    add(Verdict.ok, "extensions", String.join(" ", offered.keySet()));
    EXPECTED.stream()
        .filter(name -> !offered.containsKey(name))
        .forEach(name -> add(Verdict.note, "extensions", name + " is not offered"));
    if (offered.containsKey("AUTH")) {
      add(
          Verdict.bad,
          "AUTH",
          "offered without TLS: passwords can be read on the way; only a listener for development may do so");
    }
  }

  private void startTls(ProbedServer server) throws IOException, GeneralSecurityException {
    if (!server.extensions().containsKey("STARTTLS")) {
      add(Verdict.bad, "STARTTLS", "not offered: mail travels in clear");
      return;
    }
    server.startTls(seen.sockets());
    add(Verdict.ok, "STARTTLS", "the handshake succeeds");
    var leaf = seen.leaf();
    if (leaf.isEmpty()) {
      add(Verdict.bad, "certificate", "none was shown");
      return;
    }
    certificate(leaf.get(), seen.trusted());
  }

  private void certificate(X509Certificate leaf, boolean trusted) {
    var until = leaf.getNotAfter().toInstant();
    var left = Duration.between(clock.instant(), until);
    add(
        left.isNegative()
            ? Verdict.bad
            : left.compareTo(CERTIFICATE_WARNING) < 0 ? Verdict.note : Verdict.ok,
        "certificate",
        "%s, issued by %s, until %s"
            .formatted(leaf.getSubjectX500Principal(), leaf.getIssuerX500Principal(), until));
    if (!trusted) {
      add(
          Verdict.note,
          "certificate",
          "no authority this machine knows vouches for it, or it is for another name; other servers deliver all the same, mail programs warn");
    }
  }

  /**
   * Tries to relay without a login. Names below {@code invalid} do not exist (RFC 6761), so nothing
   * is sent anywhere even by an open relay.
   */
  private void stranger(ProbedServer server) throws IOException {
    var relay = server.command("MAIL FROM:<stranger@probe.invalid>");
    if (relay.code() == 530) {
      add(Verdict.ok, "relay", "strangers must log in: " + relay.text());
      return;
    }
    var elsewhere = server.command("RCPT TO:<someone@elsewhere.invalid>");
    if (elsewhere.positive()) {
      add(
          Verdict.bad,
          "relay",
          "OPEN RELAY: a stranger may send to other domains: " + elsewhere.text());
    } else {
      add(Verdict.ok, "relay", "refused to strangers: " + elsewhere);
    }
    var postmaster = server.command("RCPT TO:<postmaster>");
    add(
        postmaster.positive() ? Verdict.ok : Verdict.bad,
        "postmaster",
        postmaster.positive()
            ? "accepted (RFC 5321 §4.5.1)"
            : "must be accepted (RFC 5321 §4.5.1): " + postmaster);
    server.command("RSET");
  }

  private void login(ProbedServer server) throws IOException {
    if (target.login().isEmpty()) {
      return;
    }
    var login = target.login().get();
    if (!server.encrypted()) {
      add(
          Verdict.bad,
          "login",
          login.user() + ": not tried, for without TLS the password could be read on the way");
      return;
    }
    if (!seen.trusted() && !login.insecure()) {
      add(
          Verdict.bad,
          "login",
          login.user()
              + ": not tried, for the certificate is not trusted and anybody could be behind it: use the name"
              + " that is on it, or give the password to whoever answers with --insecure");
      return;
    }
    server.command("RSET");
    var answer = server.login(login.user(), login.password());
    add(
        answer.positive() ? Verdict.ok : Verdict.bad,
        "login",
        login.user() + (answer.positive() ? " is logged in" : ": " + answer));
  }

  private void send(ProbedServer server) throws IOException {
    if (target.recipient().isEmpty()) {
      return;
    }
    var to = target.recipient().get();
    var from = target.login().map(Login::user).orElse("");
    var answer = server.command("MAIL FROM:<" + from + ">");
    if (answer.positive()) {
      answer = server.command("RCPT TO:<" + to + ">");
    }
    if (answer.positive()) {
      answer = server.command("DATA");
    }
    if (answer.code() == 354) {
      answer = server.message(message(from, to));
    }
    add(
        answer.positive() ? Verdict.ok : Verdict.bad,
        "message",
        answer.positive() ? "accepted for " + to : "to " + to + ": " + answer);
  }

  private String message(String from, String to) {
    return "From: <%s>\r\nTo: <%s>\r\nSubject: mailhelm probe\r\nDate: %s\r\nMessage-ID: <%d@probe.invalid>\r\n\r\nThis message was sent by mailhelm probe.\r\n"
        .formatted(
            from.isEmpty() ? "stranger@probe.invalid" : from,
            to,
            java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME.format(
                clock.instant().atOffset(java.time.ZoneOffset.UTC)),
            clock.instant().toEpochMilli());
  }

  private static String reason(Exception e) {
    return Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName());
  }

  private void add(Verdict verdict, String subject, String text) {
    findings.add(new ProbeFinding(verdict, subject, text));
  }
}
