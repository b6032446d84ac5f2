package io.mailhelm.compiler;

import io.mailhelm.config.Mailbox;
import io.mailhelm.crds.MailUser;
import java.util.Objects;

/** What a user's stored mail belongs to. */
final class MailboxId {
  /** The UID of a resource whose mailbox this one takes over. */
  private static final String ADOPT = "mailhelm.io/adopt";

  private MailboxId() {}

  /**
   * The resource's UID, so that whoever gets the address later does not read the mail; on a laptop,
   * where a resource has none, the address.
   */
  static String of(Platform platform, MailUser resource, Mailbox address) {
    var annotations = resource.getMetadata().getAnnotations();
    return switch (platform) {
      case LAPTOP -> address.toString();
      case CLUSTER ->
          annotations != null && annotations.containsKey(ADOPT)
              ? annotations.get(ADOPT)
              : Objects.requireNonNullElse(resource.getMetadata().getUid(), address.toString());
    };
  }
}
