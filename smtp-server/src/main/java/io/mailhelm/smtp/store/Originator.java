package io.mailhelm.smtp.store;

import java.util.Objects;

/**
 * A user and domain of ours that send mail elsewhere, among whom outgoing connections are divided.
 *
 * @param domain a domain of ours; no space is in it
 * @param login of the user who handed it over; empty where nobody logged in
 */
public record Originator(String domain, String login) implements Comparable<Originator> {
  private static final char SEPARATOR = ' ';

  public Originator {
    Objects.requireNonNull(domain);
    Objects.requireNonNull(login);
  }

  /** Whose a delivery is. */
  public static Originator of(Delivery delivery) {
    return new Originator(delivery.domain(), delivery.user().map(Submitter::login).orElse(""));
  }

  /** The originator of a {@link #key}. */
  public static Originator ofKey(String key) {
    int end = key.indexOf(SEPARATOR);
    return new Originator(key.substring(0, end), key.substring(end + 1));
  }

  /** As the store knows it. Equal originators have equal keys, and no others have. */
  public String key() {
    return domain + SEPARATOR + login;
  }

  @Override
  public int compareTo(Originator other) {
    int byDomain = domain.compareTo(other.domain);
    return byDomain != 0 ? byDomain : login.compareTo(other.login);
  }
}
