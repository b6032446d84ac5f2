package io.mailhelm.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.compiler.HostnameClaims.Conflict;
import io.mailhelm.config.DomainName;
import io.mailhelm.config.ResourceRef;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The same over servers and namespaces; {@code cases} has it within one server. */
class HostnameClaimsTest {
  @Test
  void ofTwoServersTheSeniorHasAHostName() {
    assertThat(
            conflicts(
                server("blue", "a", "a.example", "mx.x.example"),
                server("red", "b", "b.example", "MX.x.example")))
        .isEqualTo(Map.of(ref("red", "b"), conflict("mx.x.example", "blue", "a")));
  }

  @Test
  void namesBelowADomainThatAreAskedOverHttpsAreItsOwnWhoeverWasFirst() {
    assertThat(
            conflicts(
                server("blue", "a", "a.example", "mta-sts.b.example"),
                server("red", "b", "b.example", "mx.b.example")))
        .isEqualTo(Map.of(ref("blue", "a"), conflict("mta-sts.b.example", "red", "b")));
  }

  @Test
  void aDomainTakesNobodysHostNameThatWasThereBefore() {
    assertThat(
            conflicts(
                server("blue", "host", "a.example", "mail.a.example"),
                guest("blue", "guest", "mail.a.example", "mx.c.example"),
                guest("blue", "late", "d.example", "mail.a.example"),
                guest("blue", "later", "e.example", "c.example"),
                guest("blue", "latest", "c.example", "mx.e.example")))
        .isEmpty();
    assertThat(
            conflicts(
                server("blue", "a", "a.example", "mx.a.example"),
                server("red", "b", "b.example", "a.example")))
        .isEqualTo(Map.of(ref("red", "b"), conflict("a.example", "blue", "a")));
  }

  @Test
  void hostsOfOneNameInTwoNamespacesAreNotTakenForEachOther() {
    assertThat(
            conflicts(
                server("blue", "host", "a.example", "mail.a.example"),
                server("red", "host", "b.example", "mail.b.example"),
                guest("red", "guest", "c.example", "mail.a.example")))
        .isEqualTo(Map.of(ref("red", "guest"), conflict("mail.a.example", "blue", "host")));
  }

  @Test
  void namesThatAreBorrowedOrDifferAreNoConflict() {
    assertThat(
            conflicts(
                guest("blue", "guest", "c.example", "mail.a.example"),
                server("blue", "host", "a.example", "mail.a.example"),
                guest("blue", "other", "d.example", "mx.elsewhere.example")))
        .isEmpty();
  }

  private static Map<ResourceRef, Conflict> conflicts(String... seniorFirst) {
    var domains = Declared.read(String.join("---\n", seniorFirst)).domains();
    return HostnameClaims.conflicts(domains, domains);
  }

  private static Conflict conflict(String name, String namespace, String holder) {
    return new Conflict(DomainName.of(name), ref(namespace, holder));
  }

  private static ResourceRef ref(String namespace, String name) {
    return new ResourceRef("MailDomain", namespace, name);
  }

  private static String server(String namespace, String name, String domain, String hostname) {
    return domain(namespace, name, domain, hostname, "server: {}");
  }

  private static String guest(String namespace, String name, String domain, String hostname) {
    return domain(namespace, name, domain, hostname, "serverRef: {name: host}");
  }

  private static String domain(
      String namespace, String name, String domain, String hostname, String server) {
    return """
    apiVersion: mailhelm.io/v1alpha1
    kind: MailDomain
    metadata: {name: %s, namespace: %s}
    spec: {domain: %s, hostname: %s, outbound: Capture, %s}
    """
        .formatted(name, namespace, domain, hostname, server);
  }
}
