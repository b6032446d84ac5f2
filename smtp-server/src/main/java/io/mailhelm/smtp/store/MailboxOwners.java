package io.mailhelm.smtp.store;

import io.mailhelm.config.ServerConfig;
import java.time.Instant;

/**
 * Keeps track of the user of each mailbox. A mailbox is open while its user is in the config, and
 * closed after that; a closed one may be taken up by a user of the same address and namespace. Any
 * thread may call it; changes are made one after the other.
 */
public interface MailboxOwners {
  /**
   * Brings it in step with a config that is about to run: what its users take up is theirs when
   * this returns, so that no mail comes to another mailbox meanwhile.
   *
   * @param now since when mailboxes are closed whose users are not in it
   * @throws MailStoreException when not all of it could be done; {@link #complete} does the rest
   */
  void prepare(ServerConfig next, Instant now);

  /**
   * The same for the config that runs. Mail that came by the one before, to a mailbox that was
   * being taken up, goes after the rest.
   *
   * @throws MailStoreException when not all of it could be done; to be called again
   */
  void complete(ServerConfig current, Instant now);

  /** A text that is another one whenever anything of this has changed, and after a start. */
  String revision();
}
