package io.mailhelm.smtp.web;

import io.mailhelm.config.WebName;
import io.mailhelm.dns.expect.StsPolicyText;
import java.util.Arrays;
import java.util.Optional;

/** The pages of the public web port, and their paths. */
enum WebPage {
  POLICY("mta-sts", Optional.of(WebName.MtaSts), StsPolicyText.PATH, "GET, HEAD"),
  AUTOCONFIG("autoconfig", Optional.of(WebName.Autoconfig), "/mail/config-v1.1.xml", "GET, HEAD"),
  /**
   * The page at the domain itself, for which only a certificate that the administrator brings is
   * valid.
   */
  WELL_KNOWN_AUTOCONFIG(
      "autoconfig", Optional.empty(), "/.well-known/autoconfig/mail/config-v1.1.xml", "GET, HEAD"),
  AUTODISCOVER(
      "autodiscover", Optional.of(WebName.Autodiscover), "/autodiscover/autodiscover.xml", "POST");

  /** What a request for anything else is counted as. */
  static final String OTHER = "other";

  private final String word;
  private final Optional<WebName> name;
  private final String path;
  private final String methods;

  WebPage(String word, Optional<WebName> name, String path, String methods) {
    this.word = word;
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

  /** What metrics call it. */
  String word() {
    return word;
  }

  /** Those it takes. */
  String methods() {
    return methods;
  }

  boolean takes(String method) {
    return Arrays.asList(methods.split(", ")).contains(method);
  }
}
