package io.mailhelm.smtp.auth;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** The PLAIN mechanism (RFC 4616): {@code [authzid] NUL authcid NUL passwd}. */
final class PlainMechanism implements SaslMechanism {
  private final Logins logins;
  private final InetAddress peer;
  private final String listener;
  private Optional<String> login = Optional.empty();

  PlainMechanism(Logins logins, InetAddress peer, String listener) {
    this.logins = logins;
    this.peer = peer;
    this.listener = listener;
  }

  @Override
  public Step respond(byte[] message) {
    int first = indexOfNul(message, 0);
    int second = first < 0 ? -1 : indexOfNul(message, first + 1);
    if (second < 0 || indexOfNul(message, second + 1) >= 0 || second == first + 1) {
      return new Step.Malformed();
    }
    var authorization = text(message, 0, first);
    var authentication = text(message, first + 1, second);
    login = Optional.of(authentication);
    if (!authorization.isEmpty() && !authorization.equalsIgnoreCase(authentication)) {
      return new Step.Decided(new Logins.Result.Failed()); // nobody acts for another here
    }
    var password = Arrays.copyOfRange(message, second + 1, message.length);
    return new Step.Decided(logins.check(peer, listener, authentication, password));
  }

  @Override
  public byte[] firstChallenge() {
    return new byte[0];
  }

  @Override
  public Optional<String> login() {
    return login;
  }

  private static String text(byte[] message, int from, int to) {
    return new String(message, from, to - from, StandardCharsets.UTF_8);
  }

  private static int indexOfNul(byte[] message, int from) {
    for (int i = from; i < message.length; i++) {
      if (message[i] == 0) {
        return i;
      }
    }
    return -1;
  }
}
