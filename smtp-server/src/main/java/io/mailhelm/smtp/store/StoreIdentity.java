package io.mailhelm.smtp.store;

import java.util.Objects;

/**
 * The id of a store, and whether it ever had mail.
 *
 * @param id made with the store, and the same in every copy of it
 * @param hadMail whether it ever had any mail
 */
public record StoreIdentity(String id, boolean hadMail) {
  public StoreIdentity {
    Objects.requireNonNull(id);
  }
}
