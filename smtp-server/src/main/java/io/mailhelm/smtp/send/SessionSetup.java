package io.mailhelm.smtp.send;

import io.mailhelm.smtp.protocol.EhloKeywords;
import io.mailhelm.smtp.protocol.PeerReply;
import io.mailhelm.smtp.send.ServerRefusal.Kind;
import io.mailhelm.smtp.send.TlsOutcomes.Result;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** Sets up a session on a new connection: 220, EHLO, STARTTLS, AUTH. */
final class SessionSetup {
  private final ClientContext with;
  private final Timeouts timeouts;
  private final ServerAddress target;
  private final ClientConnection link;
  private final Optional<String> withoutTls;
  private PeerSecurity protection;
  private EhloKeywords offers = EhloKeywords.NONE;

  /**
   * @param timeouts for this host
   * @param withoutTls why TLS is not even tried
   */
  SessionSetup(
      ClientContext with,
      Timeouts timeouts,
      ServerAddress target,
      ClientConnection link,
      Optional<String> withoutTls) {
    this.with = with;
    this.timeouts = timeouts;
    this.target = target;
    this.link = link;
    this.withoutTls = withoutTls;
    this.protection = PeerSecurity.none(withoutTls.orElse("not offered"));
  }

  ClientSession exchange() throws ServerRefusal {
    if (target.implicitTls()) {
      handshake();
    }
    var greeting = link.reply(timeouts.greeting(), "the connection");
    if (greeting.code() != 220) {
      throw said(greeting);
    }
    hello();
    if (!target.implicitTls() && withoutTls.isEmpty()) {
      startTls();
    }
    if (target.login().isPresent()) {
      new RelayLogin(link, with.timeouts(), offers.mechanisms(), protection, target.login().get())
          .exchange();
    }
    var taken = with.known().refusesChunks(target.address()) ? offers.withoutChunking() : offers;
    return new ClientSession(with, target, link, taken, protection);
  }

  /** RFC 5321 §3.2: HELO for a server that does not know EHLO. */
  private void hello() throws ServerRefusal {
    quiet();
    var reply = ask("EHLO " + with.name().get());
    if (reply.isPermanentFailure()) {
      reply = ask("HELO " + with.name().get());
      offers = EhloKeywords.NONE;
    } else if (reply.isDone()) {
      offers = EhloKeywords.of(reply);
    }
    if (!reply.isDone()) {
      throw said(reply);
    }
  }

  private PeerReply ask(String line) throws ServerRefusal {
    link.write(line + "\r\n", timeouts.greeting());
    return link.reply(timeouts.greeting(), line.substring(0, line.indexOf(' ')));
  }

  /** What is said before it was asked would be taken for an answer. */
  private void quiet() throws ServerRefusal {
    if (link.hasMore()) {
      throw ServerRefusal.lost(LocalStatusCodes.PROTOCOL, "said more than it was asked");
    }
  }

  private void startTls() throws ServerRefusal {
    if (!offers.startTls()) {
      unprotected("does not offer STARTTLS");
      return;
    }
    link.write("STARTTLS\r\n", with.timeouts().command());
    var reply = link.reply(with.timeouts().command(), "STARTTLS");
    if (reply.code() != 220) {
      unprotected("refused STARTTLS: %d %s".formatted(reply.code(), reply.text()));
      return;
    }
    if (link.hasMore()) {
      // CVE-2011-0411: words in clear, put in by somebody in between, would count as under TLS
      throw noTls(Result.VALIDATION_FAILURE, "went on in clear after STARTTLS");
    }
    handshake();
    hello(); // RFC 3207 §4.2: what was said in clear is forgotten
  }

  private void unprotected(String why) throws ServerRefusal {
    report(Result.STARTTLS_NOT_SUPPORTED, why);
    if (target.demand().isTlsRequired()) {
      throw new ServerRefusal(
          Kind.TLS,
          RecipientResult.deferred(
              LocalStatusCodes.NEEDS_TLS, "%s, and %s".formatted(why, PeerSecurity.asks(target))));
    }
    protection = PeerSecurity.none(why);
  }

  private ServerRefusal noTls(Result result, String text) {
    report(result, text);
    return new ServerRefusal(Kind.TLS, RecipientResult.deferred(LocalStatusCodes.TLS, text));
  }

  private void report(Result result, String text) {
    if (!target.isRelay()) {
      with.outcomes().failed(target.domain(), target.policy(), target.host(), result, text);
    }
  }

  private void handshake() throws ServerRefusal {
    SSLSession session;
    try {
      session =
          link.secure(with.tls().engine(target.host(), target.port()), with.timeouts().handshake());
    } catch (IOException | RuntimeException e) { // the platform's engine throws both
      throw noTls(Result.VALIDATION_FAILURE, "the TLS handshake failed: " + e.getMessage());
    }
    protection = PeerSecurity.judge(with.tls(), target, session.getProtocol(), chain(session));
    var fault = protection.fault();
    if (fault.isPresent() && !protection.isEnough()) {
      throw noTls(
          fault.get().result(),
          "%s, and %s".formatted(fault.get().text(), PeerSecurity.asks(target)));
    }
    if (fault.isPresent() && target.policy() == TlsOutcomes.Policy.STS) {
      report(fault.get().result(), fault.get().text()); // RFC 8461 §5: testing tells, no more
    } else if (!target.isRelay()) {
      with.outcomes().secured(target.domain(), target.policy(), target.host());
    }
  }

  private static X509Certificate[] chain(SSLSession session) {
    try {
      return (X509Certificate[]) session.getPeerCertificates();
    } catch (SSLPeerUnverifiedException | ClassCastException e) {
      return new X509Certificate[0];
    }
  }

  private ServerRefusal said(PeerReply reply) {
    var verdict =
        target.isRelay()
            ? RecipientResult.forNow(
                reply,
                "the relay of the policy's route does not serve this server (does it let this server's address in?)")
            : RecipientResult.of(reply);
    return new ServerRefusal(
        Kind.SAID,
        reply.isDone()
            ? RecipientResult.deferred(
                LocalStatusCodes.PROTOCOL,
                "answered %d %s, out of place".formatted(reply.code(), reply.text()))
            : verdict);
  }
}
