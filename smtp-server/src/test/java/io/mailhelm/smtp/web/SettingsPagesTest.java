package io.mailhelm.smtp.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.Domain.Outbound;
import io.mailhelm.config.DomainDns.MtaSts.Mode;
import io.mailhelm.smtp.fake.TestConfig;
import io.mailhelm.smtp.observe.Event;
import io.mailhelm.smtp.observe.Event.Visited.Page;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.SAXException;

class SettingsPagesTest {
  private static final String AUTOCONFIG = "autoconfig.example.com";
  private static final String AUTODISCOVER = "autodiscover.example.com";
  private static final String AUTODISCOVER_PATH = "/autodiscover/autodiscover.xml";

  private static String request(String address) {
    return """
    <?xml version="1.0" encoding="utf-8"?>
    <Autodiscover xmlns="http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006">
      <Request>
        <EMailAddress>%s</EMailAddress>
        <AcceptableResponseSchema>http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a</AcceptableResponseSchema>
      </Request>
    </Autodiscover>
    """
        .formatted(address);
  }

  private static ServedWeb web() {
    return new ServedWeb(ServedWeb.config(Mode.None));
  }

  private static Document xml(String text) {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    } catch (ParserConfigurationException | SAXException | IOException e) {
      throw new AssertionError(text, e);
    }
  }

  private static List<String> all(Document document, String element) {
    var found = document.getElementsByTagName(element);
    return IntStream.range(0, found.getLength())
        .mapToObj(i -> found.item(i).getTextContent())
        .toList();
  }

  @Test
  void tellsThunderbirdWhereToSendAndNothingAboutFetching() throws IOException {
    try (var web = web()) {
      var got =
          web.visitor().get(AUTOCONFIG, "/mail/config-v1.1.xml?emailaddress=alice%40example.com");
      assertThat(got.status()).isEqualTo(200);
      assertThat(got.head()).contains("Content-Type: text/xml; charset=utf-8\r\n");
      var document = xml(got.body());
      assertThat(document.getDocumentElement().getTagName()).isEqualTo("clientConfig");
      assertThat(document.getDocumentElement().getAttribute("version")).isEqualTo("1.1");
      assertThat(all(document, "domain")).containsExactly("example.com");
      assertThat(all(document, "hostname")).containsExactly("mail.example.com", "mail.example.com");
      assertThat(all(document, "port")).containsExactly("465", "587");
      assertThat(all(document, "socketType")).containsExactly("SSL", "STARTTLS");
      assertThat(all(document, "username")).containsOnly("%EMAILADDRESS%");
      assertThat(all(document, "incomingServer")).isEmpty();
      assertThat(web.events).contains(new Event.Visited(Page.AUTOCONFIG, 200));
    }
  }

  @Test
  void answersAtTheDomainItselfWhereTheCertificateIsForIt() throws IOException {
    try (var web = web()) {
      web.live.offer(
          ServedWeb.config(Mode.None)
              .key(web.authority.key("tls/example-com", "mail.example.com", "example.com"))
              .build(),
          List.of());
      var got = web.visitor().get("example.com", "/.well-known/autoconfig/mail/config-v1.1.xml");
      assertThat(got.status()).isEqualTo(200);
      assertThat(all(xml(got.body()), "port")).hasSize(2);
    }
  }

  @Test
  void tellsOutlookWhereToSendAndUnderWhichName() throws IOException {
    try (var web = web()) {
      var got =
          web.visitor()
              .post(
                  AUTODISCOVER,
                  "/Autodiscover/Autodiscover.xml",
                  request("o'brien&amp;&lt;co&gt;@Example.COM"));
      assertThat(got.status()).isEqualTo(200);
      var document = xml(got.body());
      assertThat(document.getDocumentElement().getAttribute("xmlns"))
          .isEqualTo("http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006");
      assertThat(all(document, "Type")).containsExactly("SMTP", "SMTP");
      assertThat(all(document, "Server")).containsOnly("mail.example.com");
      assertThat(all(document, "Port")).containsExactly("465", "587");
      assertThat(all(document, "Encryption")).containsExactly("SSL", "TLS");
      assertThat(all(document, "LoginName")).containsOnly("\"o'brien&<co>\"@example.com");
      assertThat(web.events).contains(new Event.Visited(Page.AUTODISCOVER, 200));
    }
  }

  @Test
  void refusesWhatIsNoRequestOfOutlooks() throws IOException {
    try (var web = web()) {
      var visitor = web.visitor();
      for (var body :
          List.of(
              "", "hello", "<Autodiscover>", "<a/>", request("nobody"), request("@example.com"))) {
        assertThat(visitor.post(AUTODISCOVER, AUTODISCOVER_PATH, body).status())
            .as(body)
            .isEqualTo(400);
      }
      assertThat(visitor.post(AUTODISCOVER, AUTODISCOVER_PATH, request("a@other.example")).status())
          .isEqualTo(404);
      assertThat(visitor.get(AUTODISCOVER, AUTODISCOVER_PATH).status()).isEqualTo(405);
    }
  }

  @Test
  void readsNoDocumentTypeSoNothingOutsideTheRequest() throws IOException {
    var outside =
        "<!DOCTYPE a [<!ENTITY x SYSTEM"
            + " \"file:///etc/hostname\">]><a><EMailAddress>&x;@example.com</EMailAddress></a>";
    var expanding =
        "<!DOCTYPE a [<!ENTITY x \"yy\"><!ENTITY z"
            + " \"&x;&x;\">]><a><EMailAddress>&z;@example.com</EMailAddress></a>";
    var external =
        "<!DOCTYPE a SYSTEM"
            + " \"http://127.0.0.1:9/x.dtd\"><a><EMailAddress>a@example.com</EMailAddress></a>";
    try (var web = web()) {
      for (var body : List.of(outside, expanding, external)) {
        var got = web.visitor().post(AUTODISCOVER, AUTODISCOVER_PATH, body);
        assertThat(got.status()).as(body).isEqualTo(400);
        assertThat(got.body()).hasLineCount(1);
      }
    }
  }

  @Test
  void hasNoSettingsWhereThereIsNoPortForMailPrograms() throws IOException {
    var config =
        new TestConfig()
            .domain(ServedWeb.DOMAIN, Outbound.Deliver)
            .dns(ServedWeb.dns(Mode.None, true, new io.mailhelm.config.DomainDns.Submission[0]))
            .web();
    try (var web = new ServedWeb(config)) {
      assertThat(web.visitor().get(AUTOCONFIG, "/mail/config-v1.1.xml").status()).isEqualTo(404);
      assertThat(
              web.visitor()
                  .post(AUTODISCOVER, AUTODISCOVER_PATH, request("a@example.com"))
                  .status())
          .isEqualTo(404);
    }
  }
}
