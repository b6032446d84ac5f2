package io.mailhelm.config;

import java.util.Objects;

/**
 * The store in which a pod had mail. If the pod finds another store in its volume, it does not
 * serve.
 *
 * @param pod its name
 * @param store the id of the store that had the mail
 * @param givenUp whether the pod is to serve without that mail where it is missing
 */
public record ExpectedStore(String pod, String store, boolean givenUp) {
  /**
   * The annotation on a MailDomain with the ids of stores whose mail is given up, separated by
   * commas.
   */
  public static final String ACCEPTED_LOSS = "mailhelm.io/accept-empty-volume";

  public ExpectedStore {
    Objects.requireNonNull(pod);
    Objects.requireNonNull(store);
  }
}
