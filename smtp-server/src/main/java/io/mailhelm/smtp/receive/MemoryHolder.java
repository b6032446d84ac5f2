package io.mailhelm.smtp.receive;

import io.mailhelm.config.User;
import io.mailhelm.smtp.wire.AddressKey;
import java.net.InetAddress;
import java.util.Optional;

/**
 * The user or network address for which memory is drawn and counted.
 *
 * @param isUser whether it is a user who has logged in, not a stranger
 * @param key what is held is counted for
 * @param site the IPv6 /48 that a stranger's /64 is one of, for which it is counted as well
 */
public record MemoryHolder(boolean isUser, String key, Optional<String> site) {
  /** The holder of a user, from any address. */
  static MemoryHolder of(User user) {
    return new MemoryHolder(true, "user " + user.mailboxId(), Optional.empty());
  }

  /** The holder of an address. */
  public static MemoryHolder of(InetAddress peer) {
    return new MemoryHolder(false, AddressKey.of(peer), AddressKey.site(peer));
  }
}
