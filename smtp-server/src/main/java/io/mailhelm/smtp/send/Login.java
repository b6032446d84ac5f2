package io.mailhelm.smtp.send;

import io.mailhelm.config.RelayCredential;
import io.mailhelm.smtp.protocol.Offers;
import io.mailhelm.smtp.protocol.PeerReply;
import io.mailhelm.smtp.send.Refusal.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * Logs in at a smarthost (RFC 4954). Whatever goes wrong is for now only: the sender's mail does
 * not bounce for a wrong password of ours.
 */
final class Login {
  private final Link link;
  private final Timeouts timeouts;
  private final Offers offers;
  private final boolean isTls;

  Login(Link link, Timeouts timeouts, Offers offers, boolean isTls) {
    this.link = link;
    this.timeouts = timeouts;
    this.offers = offers;
    this.isTls = isTls;
  }

  void as(RelayCredential credential) throws Refusal {
    var offered = offers.mechanisms();
    if (offered.contains("SCRAM-SHA-256")) {
      scram(credential);
    } else if (!isTls) {
      throw refused(
          "%s is not logged in at without TLS: the password would be sent in clear (it offers no"
              + " SCRAM-SHA-256)");
    } else if (offered.contains("PLAIN")) {
      plain(credential);
    } else if (offered.contains("LOGIN")) {
      login(credential);
    } else {
      throw refused("%s offers no way to log in that we know: SCRAM-SHA-256, PLAIN, LOGIN");
    }
  }

  private static Refusal refused(String text) {
    return new Refusal(Kind.SAID, Verdict.deferred(Codes.LOGIN, text.formatted("the relay")));
  }

  /** RFC 4616. */
  private void plain(RelayCredential credential) throws Refusal {
    done(ask("AUTH PLAIN " + base64(plainMessage(credential))), credential);
  }

  private void login(RelayCredential credential) throws Refusal {
    challenged(ask("AUTH LOGIN"), credential);
    challenged(ask(base64(credential.username())), credential);
    done(ask(base64(credential.password())), credential);
  }

  private void scram(RelayCredential credential) throws Refusal {
    var scram = new ScramClient(credential);
    try {
      var first = challenged(ask("AUTH SCRAM-SHA-256 " + base64(scram.first())), credential);
      var last = challenged(ask(base64(scram.last(first))), credential);
      scram.verify(last);
    } catch (ScramClient.ImpostorException e) {
      throw new Refusal(
          Kind.SAID,
          Verdict.deferred(Codes.LOGIN, "the relay failed the login: " + e.getMessage()));
    }
    done(ask(""), credential); // RFC 4954 §4: an empty line acknowledges the server's signature
  }

  private String challenged(PeerReply reply, RelayCredential credential) throws Refusal {
    if (reply.code() != 334) {
      throw failed(reply, credential);
    }
    try {
      return new String(Base64.getDecoder().decode(reply.text().strip()), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Refusal.lost(Codes.PROTOCOL, "sent a challenge that is not base64");
    }
  }

  private static void done(PeerReply reply, RelayCredential credential) throws Refusal {
    if (reply.code() != 235) {
      throw failed(reply, credential);
    }
  }

  private static Refusal failed(PeerReply reply, RelayCredential credential) {
    var said = Verdict.of(reply);
    return new Refusal(
        Kind.SAID,
        new Verdict(
            io.mailhelm.smtp.store.Attempt.Outcome.DEFERRED,
            reply.code(),
            "4" + said.enhanced().substring(1),
            "the relay does not take our login (check username and password in Secret %s): %s"
                .formatted(
                    credential.name().substring(credential.name().indexOf('/') + 1),
                    words(reply, credential)),
            false,
            true));
  }

  /** Some servers say again what they do not like, and these words go to senders and logs. */
  private static String words(PeerReply reply, RelayCredential credential) {
    var text = reply.text();
    var secrets =
        List.of(
            credential.password(), base64(credential.password()), base64(plainMessage(credential)));
    return secrets.stream().anyMatch(text::contains) ? "(words with our password in them)" : text;
  }

  private static String plainMessage(RelayCredential credential) {
    return "\0" + credential.username() + "\0" + credential.password();
  }

  private PeerReply ask(String line) throws Refusal {
    link.write(line + "\r\n", timeouts.command());
    return link.reply(timeouts.command(), "AUTH");
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
