package io.mailhelm.config;

import java.util.Optional;

/** The names below a domain that are used over HTTPS, besides the domain itself. */
public enum WebName {
  /** The MTA-STS policy (RFC 8461 §3.3). */
  MtaSts("mta-sts"),
  /** The settings for Thunderbird and similar programs. */
  Autoconfig("autoconfig"),
  /** The settings for Outlook. */
  Autodiscover("autodiscover");

  private final String label;

  WebName(String label) {
    this.label = label;
  }

  /** The first label of the name. */
  public String label() {
    return label;
  }

  /** The name for {@code domain}; empty where that would be longer than a name may be. */
  public Optional<DomainName> of(DomainName domain) {
    try {
      return Optional.of(new DomainName(label + "." + domain.ascii()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
