package io.mailhelm.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import org.junit.jupiter.api.Test;

class RequirementsTest {
  @Test
  void namesWhatTheCallerMustSupplyOrGenerate() {
    var needs =
        Requirements.of(
            Declared.read(
                Declared.DOMAIN
                    + Declared.user("alice", "")
                    + Declared.user(
                        "bob", "localPart: Bobby, passwordSecretRef: {name: b, key: secret}")
                    + Declared.user("carol", "localPart: no good")
                    + """
                    ---
                    apiVersion: mailhelm.io/v1alpha1
                    kind: MailDomain
                    metadata: {name: guest}
                    spec: {domain: guest.example, serverRef: {name: example-com}}
                    ---
                    apiVersion: mailhelm.io/v1alpha1
                    kind: MailDomain
                    metadata: {name: files}
                    spec:
                      domain: files.example
                      serverRef: {name: example-com}
                      tls: {files: {certificate: a.pem, privateKey: b.pem}}
                    """));

    assertThat(needs.passwords())
        .extracting(
            password -> password.user().name(),
            password -> password.address().toString(),
            password -> password.secret().toString(),
            Requirements.Password::key,
            Requirements.Password::generated)
        .containsExactly(
            tuple("alice", "alice@example.com", "default/alice-smtp", "password", true),
            tuple("bob", "bobby@example.com", "default/b", "secret", false));
    assertThat(needs.tls())
        .extracting(
            tls -> tls.secret().toString(),
            tls -> tls.names().toString(),
            Requirements.Tls::generated)
        .containsExactly(tuple("default/example-com-tls", "[mail.example.com]", true));
    assertThat(needs.files()).containsExactly("a.pem", "b.pem");
  }

  private static String names(String server, String host, String guest) {
    return Requirements.of(
            Declared.read(
                """
                apiVersion: mailhelm.io/v1alpha1
                kind: MailDomain
                metadata: {name: example-com}
                spec: {domain: example.com, server: %s%s}
                ---
                apiVersion: mailhelm.io/v1alpha1
                kind: MailDomain
                metadata: {name: guest}
                spec: {domain: guest.example, hostname: mx.guest.example, serverRef: {name: example-com}%s}
                """
                    .formatted(server, host, guest)))
        .tls()
        .stream()
        .map(tls -> tls.names().toString())
        .collect(java.util.stream.Collectors.joining(" "));
  }

  @Test
  void asksForNoNameThatNobodyDeclared() {
    assertThat(names("{}", "", "")).isEqualTo("[mail.example.com] [mx.guest.example]");
    assertThat(names("{}", ", mtaSts: {mode: None}", ", mtaSts: {mode: Testing}"))
        .isEqualTo("[mail.example.com] [mx.guest.example, mta-sts.guest.example]");
  }

  @Test
  void asksForTheNamesOfMailProgramsOnceTheWebPortIsDeclared() {
    assertThat(names("{web: {}}", ", mtaSts: {mode: Enforce}", ""))
        .isEqualTo(
            "[mail.example.com, mta-sts.example.com, autoconfig.example.com, autodiscover.example.com]"
                + " [mx.guest.example, autoconfig.guest.example, autodiscover.guest.example]");
  }

  @Test
  void asksForNoNameWhoseRecordIsSomebodyElses() {
    assertThat(
            names(
                "{web: {}}",
                ", mtaSts: {mode: Enforce}, dns: {omit: [MtaSts]}",
                ", mtaSts: {mode: Enforce}, dns: {omit: [Autoconfig]}"))
        .isEqualTo(
            "[mail.example.com, autoconfig.example.com, autodiscover.example.com]"
                + " [mx.guest.example, mta-sts.guest.example]");
  }
}
