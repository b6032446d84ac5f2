package io.mailhelm.smtp.auth;

import io.mailhelm.config.Scram;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * The SCRAM-SHA-256 and SCRAM-SHA-256-PLUS mechanisms (RFC 5802, 7677): the password never crosses
 * the wire.
 */
final class ScramMechanism implements SaslMechanism {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int NONCE_OCTETS = 18;
  private final LoginChecks gate;
  private final InetAddress peer;
  private final ChannelBindings bindings;
  private final boolean plus;
  private final boolean plusOffered;
  private Stage stage = new Stage.Begin();
  private Optional<String> login = Optional.empty();

  ScramMechanism(
      LoginChecks gate,
      InetAddress peer,
      ChannelBindings bindings,
      boolean plus,
      boolean plusOffered) {
    this.gate = gate;
    this.peer = peer;
    this.bindings = bindings;
    this.plus = plus;
    this.plusOffered = plusOffered;
  }

  private sealed interface Stage {
    record Begin() implements Stage {}

    record Challenged(
        LoginChecks.Attempt attempt, ClientFirst client, String nonce, String serverFirst)
        implements Stage {}

    /** The client has to acknowledge the server's signature (RFC 4954 §4: as an empty line). */
    record Signed(Logins.Result result) implements Stage {}
  }

  @Override
  public Step respond(byte[] message) {
    return switch (stage) {
      case Stage.Begin begin -> first(new String(message, StandardCharsets.UTF_8));
      case Stage.Challenged challenged ->
          last(challenged, new String(message, StandardCharsets.UTF_8));
      case Stage.Signed(Logins.Result result) -> new Step.Decided(result);
    };
  }

  @Override
  public byte[] firstChallenge() {
    return new byte[0];
  }

  @Override
  public Optional<String> login() {
    return login;
  }

  private Step first(String message) {
    var parsed =
        message.length() > MAX_KEPT ? Optional.<ClientFirst>empty() : ClientFirst.parse(message);
    if (parsed.isEmpty() || !isBindingRight(parsed.get())) {
      return new Step.Malformed();
    }
    var client = parsed.get();
    login = Optional.of(client.username());
    var attempt = gate.attempt(peer, client.username());
    if (gate.isAddressExhausted(peer) || gate.isAccountExhausted(attempt)) {
      return new Step.Decided(new Logins.Result.Throttled());
    }
    var random = new byte[NONCE_OCTETS];
    RANDOM.nextBytes(random);
    var nonce = client.nonce() + Base64.getEncoder().encodeToString(random);
    var verifier = attempt.verifier();
    var serverFirst =
        "r=" + nonce + ",s=" + base64(verifier.salt()) + ",i=" + verifier.iterations();
    stage = new Stage.Challenged(attempt, client, nonce, serverFirst);
    return new Step.Challenge(utf8(serverFirst));
  }

  /** RFC 5802 §6: {@code p} for PLUS alone; {@code y} says the client saw no PLUS, so none was. */
  private boolean isBindingRight(ClientFirst client) {
    return switch (client.flag()) {
      case 'p' -> plus && bindings.data(client.bindingType()).isPresent();
      case 'y' -> !plus && !plusOffered;
      default -> !plus;
    };
  }

  private Step last(Stage.Challenged challenged, String message) {
    // Asked again: exchanges begun before the first of them failed would all be heard to the end.
    if (gate.isAddressExhausted(peer) || gate.isAccountExhausted(challenged.attempt())) {
      return new Step.Decided(new Logins.Result.Throttled());
    }
    int proofAt = message.lastIndexOf(",p=");
    var expected = "c=" + expectedBinding(challenged.client()) + ",r=" + challenged.nonce();
    if (proofAt < 0) {
      return new Step.Malformed();
    }
    var withoutProof = message.substring(0, proofAt);
    // extensions may follow the nonce (RFC 5802 §7)
    if (!withoutProof.equals(expected) && !withoutProof.startsWith(expected + ",")) {
      return new Step.Decided(gate.failed(challenged.attempt()));
    }
    byte[] proof;
    try {
      proof = Base64.getDecoder().decode(message.substring(proofAt + 3));
    } catch (IllegalArgumentException e) {
      return new Step.Malformed();
    }
    var authMessage =
        challenged.client().bare() + "," + challenged.serverFirst() + "," + withoutProof;
    return prove(challenged.attempt(), utf8(authMessage), proof);
  }

  private Step prove(LoginChecks.Attempt attempt, byte[] authMessage, byte[] proof) {
    var verifier = attempt.verifier();
    var signature = Scram.hmac(verifier.storedKey(), authMessage);
    if (proof.length != signature.length) {
      return new Step.Malformed();
    }
    for (int i = 0; i < proof.length; i++) {
      signature[i] ^= proof[i];
    }
    if (!MessageDigest.isEqual(Scram.sha256(signature), verifier.storedKey())) {
      return new Step.Decided(gate.failed(attempt));
    }
    var result = gate.proved(attempt);
    if (!(result instanceof Logins.Result.Ok)) {
      return new Step.Decided(result);
    }
    stage = new Stage.Signed(result);
    return new Step.Challenge(utf8("v=" + base64(Scram.hmac(verifier.serverKey(), authMessage))));
  }

  private String expectedBinding(ClientFirst client) {
    var header = utf8(client.gs2Header());
    if (client.flag() != 'p') {
      return base64(header);
    }
    var data = bindings.data(client.bindingType()).orElse(new byte[0]);
    var both = Arrays.copyOf(header, header.length + data.length);
    System.arraycopy(data, 0, both, header.length, data.length);
    return base64(both);
  }

  private static String base64(byte[] octets) {
    return Base64.getEncoder().encodeToString(octets);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
