package io.mailhelm.smtp.store;

/**
 * The state of a store: whether it takes mail, and how much it has.
 *
 * @param accepting false after a write failed or the disk was full, until a write succeeds
 * @param acceptingLarge whether messages beyond 64 KiB are taken too: they need room outside the
 *     database, and the others may find room in it that deleted mail has left
 * @param messages stored, each once however many mailboxes have it
 * @param octets on disk: database, log and spilled files
 * @param strayBodies files of messages that no row names, moved aside at a start
 * @param missingBodies messages whose file was not there at the start
 */
public record StoreStatus(
    boolean accepting,
    boolean acceptingLarge,
    long messages,
    long octets,
    long strayBodies,
    long missingBodies) {
  /** What is refused, and what to do; empty while all mail is taken. */
  public String problem() {
    if (!accepting) {
      return "All mail is refused for now: a write failed, or what is left of the volume is the"
          + " reserve. Delete mail, or let the volume grow.";
    }
    return acceptingLarge
        ? ""
        : "Large mail is refused for now: what is left of the volume is the reserve. Delete mail,"
            + " or let the volume grow.";
  }
}
