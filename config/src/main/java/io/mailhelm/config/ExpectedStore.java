package io.mailhelm.config;

import java.util.Objects;

/**
 * A pod whose volume had mail. Where the store it finds is another one, it does not serve.
 *
 * @param pod its name
 * @param store the id of the store that had the mail
 * @param givenUp whether the pod is to go on without that mail where it is not there
 */
public record ExpectedStore(String pod, String store, boolean givenUp) {
  /** On a MailDomain: the ids of stores whose mail is given up, with commas between them. */
  public static final String ACCEPTED_LOSS = "mailhelm.io/accept-empty-volume";

  public ExpectedStore {
    Objects.requireNonNull(pod);
    Objects.requireNonNull(store);
  }
}
