package io.mailhelm.smtp.send;

import io.mailhelm.config.RelayCredential;
import io.mailhelm.smtp.protocol.PeerReply;
import io.mailhelm.smtp.send.ServerRefusal.Kind;
import io.mailhelm.smtp.store.Attempt.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Logs in at a smarthost (RFC 4954). Every failure is temporary: the sender's mail does not bounce
 * for a wrong password of ours.
 */
final class RelayLogin {
  /** RFC 4954 §6, and what servers say instead: the mechanism is not to be had, others may be. */
  private static final Set<Integer> NOT_THAT_WAY = Set.of(500, 502, 504, 534);

  private static final int WRONG_PASSWORD = 535; // RFC 4954 §6
  private static final int CHALLENGE = 334; // RFC 4954 §4
  private static final int DONE = 235; // RFC 4954 §6

  /** Characters of what a relay says to one mechanism; more is cut off, so that all are told of. */
  private static final int MAX_WORDS = 200;

  private final ClientConnection link;
  private final Timeouts timeouts;
  private final Set<String> offered;
  private final PeerSecurity protection;
  private final RelayCredential credential;

  /** What was tried, and what was said to it. */
  private final List<String> tried = new ArrayList<>();

  /** Ways to log in, the best first. */
  private enum Mechanism {
    SCRAM("SCRAM-SHA-256"),
    PLAIN("PLAIN"),
    LOGIN("LOGIN");

    private final String keyword;

    Mechanism(String keyword) {
      this.keyword = keyword;
    }
  }

  /**
   * @param offered the mechanisms that the relay has, in capitals
   */
  RelayLogin(
      ClientConnection link,
      Timeouts timeouts,
      Set<String> offered,
      PeerSecurity protection,
      RelayCredential credential) {
    this.link = link;
    this.timeouts = timeouts;
    this.offered = offered;
    this.protection = protection;
    this.credential = credential;
  }

  void exchange() throws ServerRefusal {
    if (!protection.isTls() && !isOffered(Mechanism.SCRAM)) {
      throw refused(
          "the relay is not logged in at without TLS: the password would be sent in clear (it"
              + " offers no SCRAM-SHA-256)");
    }
    var next = Stream.of(Mechanism.values()).filter(this::isOffered).findFirst();
    if (next.isEmpty()) {
      throw refused("the relay offers no way to log in that we know: SCRAM-SHA-256, PLAIN, LOGIN");
    }
    while (next.isPresent()) {
      var mechanism = next.get();
      var reply = attempt(mechanism);
      if (reply.code() == DONE) {
        return;
      }
      tried.add("%s: %d %s".formatted(mechanism.keyword, reply.code(), words(reply)));
      next = after(mechanism, reply.code());
      if (next.isEmpty()) {
        throw failed(reply);
      }
    }
  }

  private boolean isOffered(Mechanism mechanism) {
    return offered.contains(mechanism.keyword);
  }

  /**
   * What is tried once a mechanism was refused. A relay that keeps no verifier for SCRAM may know
   * the password all the same; but it gets that only where its identity is verified, or an attacker
   * in between could get the password by refusing SCRAM.
   */
  private Optional<Mechanism> after(Mechanism refused, int code) {
    return switch (refused) {
      case SCRAM ->
          (code == WRONG_PASSWORD || NOT_THAT_WAY.contains(code)) && protection.isVerified()
              ? Stream.of(Mechanism.PLAIN, Mechanism.LOGIN).filter(this::isOffered).findFirst()
              : Optional.empty();
      case PLAIN ->
          NOT_THAT_WAY.contains(code)
              ? Optional.of(Mechanism.LOGIN).filter(this::isOffered)
              : Optional.empty();
      case LOGIN -> Optional.empty();
    };
  }

  private PeerReply attempt(Mechanism mechanism) throws ServerRefusal {
    try {
      return switch (mechanism) {
        case SCRAM -> scram();
        case PLAIN -> plain();
        case LOGIN -> login();
      };
    } catch (ServerRefusal e) {
      if (tried.isEmpty()) {
        throw e;
      }
      tried.add("%s: %s".formatted(mechanism.keyword, e.verdict().text()));
      throw new ServerRefusal(e.kind(), RecipientResult.deferred(e.verdict().enhanced(), advice()));
    }
  }

  /** RFC 4616. Some servers ask first for what AUTH had with it. */
  private PeerReply plain() throws ServerRefusal {
    var message = base64(plainMessage());
    var reply = ask("AUTH PLAIN " + message);
    return reply.code() == CHALLENGE ? ask(message) : reply;
  }

  /** Its prompts are no standard's, and often not in base64: the name is asked for first. */
  private PeerReply login() throws ServerRefusal {
    var reply = ask("AUTH LOGIN");
    for (var answer : List.of(credential.username(), credential.password())) {
      if (reply.code() != CHALLENGE) {
        return reply;
      }
      reply = ask(base64(answer));
    }
    return reply;
  }

  private PeerReply scram() throws ServerRefusal {
    var scram = new ScramClient(credential);
    try {
      var first = ask("AUTH SCRAM-SHA-256 " + base64(scram.first()));
      if (first.code() != CHALLENGE) {
        return proved(first);
      }
      var last = ask(base64(scram.last(challenge(first))));
      if (last.code() != CHALLENGE) {
        return proved(last);
      }
      scram.verify(challenge(last));
    } catch (ScramClient.ImpostorException e) {
      throw refused("the relay failed the login: " + e.getMessage());
    }
    return ask(""); // RFC 4954 §4: an empty line acknowledges the server's signature
  }

  /** A server that accepts any client does not know the password (RFC 5802 §9). */
  private static PeerReply proved(PeerReply reply) throws ServerRefusal {
    if (reply.code() == DONE) {
      throw refused("the relay failed the login: it does not prove that it knows the password");
    }
    return reply;
  }

  private static String challenge(PeerReply reply) throws ServerRefusal {
    try {
      return new String(Base64.getDecoder().decode(reply.text().strip()), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw ServerRefusal.lost(LocalStatusCodes.PROTOCOL, "sent a challenge that is not base64");
    }
  }

  private static ServerRefusal refused(String text) {
    return new ServerRefusal(Kind.SAID, RecipientResult.deferred(LocalStatusCodes.LOGIN, text));
  }

  private ServerRefusal failed(PeerReply reply) {
    var said = RecipientResult.of(reply);
    return new ServerRefusal(
        Kind.SAID,
        new RecipientResult(
            Outcome.DEFERRED,
            reply.code(),
            "4" + said.enhanced().substring(1),
            advice(),
            false,
            true));
  }

  private String advice() {
    return "the relay does not take our login (check username and password in Secret %s): %s"
        .formatted(
            credential.name().substring(credential.name().indexOf('/') + 1),
            String.join("; ", tried));
  }

  /** Some servers repeat what they refuse, and these words go to senders and logs. */
  private String words(PeerReply reply) {
    var text = reply.text();
    var secrets =
        List.of(credential.password(), base64(credential.password()), base64(plainMessage()));
    return secrets.stream().anyMatch(text::contains)
        ? "(words with our password in them)"
        : text.substring(0, Math.min(text.length(), MAX_WORDS));
  }

  private String plainMessage() {
    return "\0" + credential.username() + "\0" + credential.password();
  }

  private PeerReply ask(String line) throws ServerRefusal {
    link.write(line + "\r\n", timeouts.command());
    return link.reply(timeouts.command(), "AUTH");
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
