package io.mailhelm.compiler;

import io.mailhelm.config.Mailbox;
import io.mailhelm.crds.MailUser;
import java.util.Objects;
import java.util.Optional;

/** Makes the id of the mailbox that a user's stored mail belongs to. */
final class MailboxId {
  /** The annotation with the UID of a resource whose mailbox this one takes over. */
  static final String ADOPT = "mailhelm.io/adopt";

  private MailboxId() {}

  /**
   * The id of a resource's own mailbox: its UID, so that a later holder of the address does not
   * read the mail; on a laptop, where a resource has none, the address.
   */
  static String own(Platform platform, MailUser resource, Mailbox address) {
    return switch (platform) {
      case LAPTOP -> address.toString();
      case CLUSTER ->
          Objects.requireNonNullElse(resource.getMetadata().getUid(), address.toString());
    };
  }

  /**
   * The mailbox that a resource claims, whether it may have it or not; empty on a laptop, where a
   * mailbox goes with its address.
   */
  static Optional<String> claimed(Platform platform, MailUser resource) {
    return platform == Platform.CLUSTER
        ? Optional.ofNullable(resource.getMetadata().getAnnotations())
            .map(all -> all.get(ADOPT))
            .filter(claim -> !claim.equals(resource.getMetadata().getUid()))
        : Optional.empty();
  }
}
