package io.mailhelm.smtp.store;

/**
 * The reason why a delivery is held. A person or the config holds it, and only the same releases
 * it.
 */
public enum HoldReason {
  /** A person held it, and a person releases it. */
  MANUAL("somebody held it"),
  /** The domain it leaves from keeps mail to elsewhere ({@code outbound: Capture}). */
  CAPTURE("its domain captures what goes elsewhere"),
  /** The domain it leaves from is not on this server any more. */
  DOMAIN_GONE("the domain that it leaves from is not here any more"),
  /** The user it came by is not there any more. */
  USER_GONE("the user who sent it is not there any more"),
  /** The user it came by is suspended. */
  USER_SUSPENDED("the user who sent it is suspended"),
  /** The SendPolicy it was accepted under is not there any more, and with it its routes. */
  POLICY_GONE("its SendPolicy is not there any more, so nobody knows its route"),
  /** The SendPolicy it was accepted under is suspended. */
  POLICY_SUSPENDED("its SendPolicy is suspended"),
  /** Too much of its SendPolicy's mail bounced or was complained about. */
  POLICY_PAUSED(
      "too much of its SendPolicy's mail bounced or was complained about, and nobody resumed it"),
  /** The SendPolicy it was accepted under lets no mail go to its recipient any more. */
  RECIPIENT_NOT_ALLOWED("its SendPolicy lets no mail go to this recipient"),
  /** It was to go by a relay, and no route of its SendPolicy matches it any more. */
  ROUTE_GONE("it was to go by a relay, and no route of its SendPolicy matches it any more"),
  /** The login at its relay is not there any more. */
  CREDENTIALS_GONE("the login at its relay is not there any more"),
  /** What came of it could not be written down, again and again: see the log. */
  UNSETTLED("what came of its last attempt could not be written down");

  private final String words;

  HoldReason(String words) {
    this.words = words;
  }

  /** The reason in words, without a full stop. */
  public String words() {
    return words;
  }

  /** Whether only a person releases it; all others end when what is declared allows it again. */
  public boolean isReleasedByPeople() {
    return this == MANUAL || this == UNSETTLED;
  }
}
