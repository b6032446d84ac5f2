package io.mailhelm.smtp.web;

import io.mailhelm.config.Domain;
import io.mailhelm.config.DomainDns.Submission;

/**
 * Writes the settings of a domain in the form that Thunderbird and others read (clientConfig 1.1).
 * There is no {@code incomingServer}: this server has no port that mail is fetched from.
 */
final class Autoconfig {
  /** The program puts the address that it was given here. */
  private static final String ADDRESS = "%EMAILADDRESS%";

  private Autoconfig() {}

  /**
   * The document.
   *
   * @param domain has a port for mail programs
   */
  static String text(Domain domain) {
    var name = domain.domain().ascii();
    var xml = new XmlText().open("clientConfig", "version", "1.1");
    xml.open("emailProvider", "id", name)
        .element("domain", name)
        .element("displayName", domain.domain().unicode())
        .element("displayShortName", domain.domain().unicode());
    PortPreference.of(domain).forEach(submission -> server(xml, domain, submission));
    return xml.text();
  }

  private static void server(XmlText xml, Domain domain, Submission submission) {
    xml.open("outgoingServer", "type", "smtp")
        .element("hostname", domain.hostname().ascii())
        .element("port", Integer.toString(submission.port()))
        .element("socketType", submission.implicitTls() ? "SSL" : "STARTTLS")
        // a password within TLS, which is what all programs have
        .element("authentication", "password-cleartext")
        .element("username", ADDRESS)
        .close();
  }
}
