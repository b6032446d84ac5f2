package io.mailhelm.smtp.web;

import io.mailhelm.config.Domain;
import io.mailhelm.config.DomainDns.Submission;
import io.mailhelm.config.Mailbox;
import java.io.ByteArrayInputStream;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;

/**
 * Writes the settings of a domain in the form that Outlook reads: "plain old XML" of Autodiscover
 * (MS-OXDSCLI). Only SMTP: this server has no port that mail is fetched from. It does not check
 * whether the address has a mailbox, so nobody learns that.
 */
final class Autodiscover {
  private static final String RESPONSE =
      "http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006";
  private static final String OUTLOOK =
      "http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a";

  private Autodiscover() {}

  /**
   * Answers a request.
   *
   * @param domain has a port for mail programs
   * @param body untrusted, of bounded size
   */
  static WebResponse answer(Domain domain, byte[] body) {
    try {
      var address = address(body);
      if (address.isEmpty()) {
        return WebResponse.sentence(400, "the request has no EMailAddress");
      }
      var mailbox = Mailbox.of(address.get().strip());
      return mailbox.domain().equals(domain.domain())
          ? WebResponse.ok(WebResponse.XML, text(domain, mailbox))
          : WebResponse.sentence(404, "the EMailAddress is not of the domain that is asked");
    } catch (XMLStreamException e) {
      return WebResponse.sentence(400, "the request is no XML, or has a document type");
    } catch (IllegalArgumentException e) {
      return WebResponse.sentence(400, "the EMailAddress is no mail address");
    }
  }

  /** What the first {@code EMailAddress} says. */
  private static Optional<String> address(byte[] body) throws XMLStreamException {
    var reader = safe().createXMLStreamReader(new ByteArrayInputStream(body));
    try {
      while (reader.hasNext()) {
        switch (reader.next()) {
          case XMLStreamConstants.DTD ->
              throw new XMLStreamException("a request has no document type");
          case XMLStreamConstants.START_ELEMENT -> {
            if (reader.getLocalName().equals("EMailAddress")) {
              return Optional.of(reader.getElementText());
            }
          }
          default -> {
            // what else Outlook says of itself
          }
        }
      }
      return Optional.empty();
    } finally {
      reader.close();
    }
  }

  /** No document type, so no entity: neither files, nor other servers, nor expansion. */
  private static XMLInputFactory safe() {
    var factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setXMLResolver(
        (publicId, systemId, base, namespace) -> {
          throw new XMLStreamException("nothing outside a request is read");
        });
    return factory;
  }

  private static String text(Domain domain, Mailbox mailbox) {
    var xml =
        new XmlText().open("Autodiscover", "xmlns", RESPONSE).open("Response", "xmlns", OUTLOOK);
    xml.open("User").element("DisplayName", mailbox.toString()).close();
    xml.open("Account").element("AccountType", "email").element("Action", "settings");
    PortPreference.of(domain).forEach(submission -> protocol(xml, domain, mailbox, submission));
    return xml.text();
  }

  private static void protocol(XmlText xml, Domain domain, Mailbox mailbox, Submission submission) {
    xml.open("Protocol")
        .element("Type", "SMTP")
        .element("Server", domain.hostname().ascii())
        .element("Port", Integer.toString(submission.port()))
        .element("DomainRequired", "off")
        .element("LoginName", mailbox.toString())
        .element("SPA", "off")
        .element("Encryption", submission.implicitTls() ? "SSL" : "TLS")
        .element("SSL", "on")
        .element("AuthRequired", "on")
        .element("UsePOPAuth", "off")
        .element("SMTPLast", "off")
        .close();
  }
}
