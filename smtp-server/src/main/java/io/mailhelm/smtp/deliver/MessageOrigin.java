package io.mailhelm.smtp.deliver;

import io.mailhelm.config.Mailbox;
import io.mailhelm.config.User;
import io.mailhelm.smtp.live.Directory;
import java.net.InetAddress;
import java.util.Optional;

/**
 * Where a message comes from, as its routing needs to know.
 *
 * @param user the user who logged in, if any
 * @param trusted whether the peer may send to other domains without a login: it is in {@code
 *     relayFrom}, or a loopback peer of a {@code LoopbackOptional} listener
 * @param sender the reverse-path, when it is a mailbox
 * @param local the address of ours that the peer connected to
 */
public record MessageOrigin(
    Optional<User> user, boolean trusted, Optional<Mailbox> sender, InetAddress local) {
  /** The user whose mail it is: who logged in, else whose address the reverse-path is. */
  public Optional<User> owner(Directory directory) {
    return user.or(() -> sender.flatMap(directory::owner));
  }
}
