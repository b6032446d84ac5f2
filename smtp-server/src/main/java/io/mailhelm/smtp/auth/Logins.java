package io.mailhelm.smtp.auth;

import io.mailhelm.config.User;
import java.net.InetAddress;

/** Checks a name and a password, behind the throttle. Shared by SMTP AUTH and the APIs. */
public interface Logins {
  /**
   * @param peer the client; failures count for its address and for the account
   * @param listener the listener's name, {@code management} or {@code mail-api}
   * @param login the full address; a name without {@code @} means that name in the only domain
   * @param password UTF-8; not kept
   */
  Result check(InetAddress peer, String listener, String login, byte[] password);

  /** The result of a check. */
  sealed interface Result {
    record Ok(User user) implements Result {}

    /** Wrong name or password; the two are not told apart, in words or in time. */
    record Failed() implements Result {}

    /** The password is right, the account suspended. */
    record Suspended() implements Result {}

    /** The password is right; the policy's {@code allowedClients} excludes the peer. */
    record NotAllowedHere() implements Result {}

    /** Too many failures; nothing was checked. */
    record Throttled() implements Result {}
  }
}
