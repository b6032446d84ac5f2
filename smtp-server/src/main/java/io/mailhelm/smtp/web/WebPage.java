package io.mailhelm.smtp.web;

import io.mailhelm.config.WebName;
import io.mailhelm.dns.expect.StsPolicyText;
import io.mailhelm.smtp.observe.Event.Visited.Page;
import java.util.Arrays;
import java.util.Optional;

/** The pages of the public web port, and their paths. */
enum WebPage {
  POLICY(Page.MTA_STS, Optional.of(WebName.MtaSts), StsPolicyText.PATH, "GET, HEAD"),
  AUTOCONFIG(
      Page.AUTOCONFIG, Optional.of(WebName.Autoconfig), "/mail/config-v1.1.xml", "GET, HEAD"),
  /**
   * The page at the domain itself, for which only a certificate that the administrator brings is
   * valid.
   */
  WELL_KNOWN_AUTOCONFIG(
      Page.AUTOCONFIG,
      Optional.empty(),
      "/.well-known/autoconfig/mail/config-v1.1.xml",
      "GET, HEAD"),
  AUTODISCOVER(
      Page.AUTODISCOVER,
      Optional.of(WebName.Autodiscover),
      "/autodiscover/autodiscover.xml",
      "POST");

  private final Page counted;
  private final Optional<WebName> name;
  private final String path;
  private final String methods;

  WebPage(Page counted, Optional<WebName> name, String path, String methods) {
    this.counted = counted;
    this.name = name;
    this.path = path;
    this.methods = methods;
  }

  /**
   * The page at a path of a name.
   *
   * @param name empty: the domain itself
   */
  static Optional<WebPage> at(Optional<WebName> name, String path) {
    return Arrays.stream(values())
        .filter(page -> page.name.equals(name) && page.isAt(path))
        .findFirst();
  }

  /** Outlook writes its path in any case. */
  private boolean isAt(String asked) {
    return this == AUTODISCOVER ? path.equalsIgnoreCase(asked) : path.equals(asked);
  }

  /** What a request for it is counted as. */
  Page counted() {
    return counted;
  }

  /** Those it takes. */
  String methods() {
    return methods;
  }

  boolean takes(String method) {
    return Arrays.asList(methods.split(", ")).contains(method);
  }
}
