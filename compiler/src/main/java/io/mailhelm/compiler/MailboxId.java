package io.mailhelm.compiler;

import io.mailhelm.config.Mailbox;
import io.mailhelm.crds.MailUser;
import java.util.Objects;
import java.util.Optional;

/** What a user's stored mail belongs to. */
final class MailboxId {
  /** The UID of a resource whose mailbox this one takes over. */
  static final String ADOPT = "mailhelm.io/adopt";

  private MailboxId() {}

  /**
   * The resource's UID, so that whoever gets the address later does not read the mail; on a laptop,
   * where a resource has none, the address.
   */
  static String of(Platform platform, MailUser resource, Mailbox address) {
    return switch (platform) {
      case LAPTOP -> address.toString();
      case CLUSTER ->
          adopted(platform, resource)
              .orElse(
                  Objects.requireNonNullElse(resource.getMetadata().getUid(), address.toString()));
    };
  }

  /** The mailbox that a resource says it takes over. */
  static Optional<String> adopted(Platform platform, MailUser resource) {
    return platform == Platform.CLUSTER
        ? Optional.ofNullable(resource.getMetadata().getAnnotations()).map(all -> all.get(ADOPT))
        : Optional.empty();
  }
}
