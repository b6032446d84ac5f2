package io.mailhelm.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What the operator is told that whoever writes MailDomains may decide. */
class AllowedTest {
  @Test
  void withoutAWordOnlyTheChartsOwnImageAndResolvers() throws IOException {
    var it = Chart.render("{}");

    assertThat(it.env("MAILHELM_ALLOW_IMAGES")).isEqualTo("mailhelm/smtp-server");
    assertThat(it.env("MAILHELM_ALLOW_RESOLVERS")).isEqualTo("false");
    assertThatThrownBy(() -> it.env("MAILHELM_ALLOW_DOMAINS"))
        .hasMessageContaining("no variable MAILHELM_ALLOW_DOMAINS");
    assertThatThrownBy(() -> it.env("MAILHELM_ALLOW_PODS"))
        .hasMessageContaining("no variable MAILHELM_ALLOW_PODS");
  }

  @Test
  void whatPodsMayBeGivenIsWhatTheOperatorReads() throws IOException {
    var it =
        Chart.render(
            """
            allow:
              pods:
                labels: ["example.com/*"]
                env: [TZ]
                serviceAccounts: [mail]
            """);

    assertThat(it.env("MAILHELM_ALLOW_PODS"))
        .isEqualTo(
            "{\"env\":[\"TZ\"],\"labels\":[\"example.com/*\"],\"serviceAccounts\":[\"mail\"]}");
  }

  @Test
  void whatIsListedIsToldAsItIs() throws IOException {
    var it =
        Chart.render(
            """
            server: {image: {repository: registry.example:5000/smtp-server}}
            allow:
              domains: [{namespaces: [mail], domains: [example.com, "*.example.com"]}]
              images: [registry.example:5000/ours/]
              resolvers: true
            """);

    assertThat(it.env("MAILHELM_ALLOW_IMAGES"))
        .isEqualTo("registry.example:5000/smtp-server,registry.example:5000/ours/");
    assertThat(it.env("MAILHELM_ALLOW_RESOLVERS")).isEqualTo("true");
    assertThat(it.env("MAILHELM_ALLOW_DOMAINS"))
        .isEqualTo("[{\"domains\":[\"example.com\",\"*.example.com\"],\"namespaces\":[\"mail\"]}]");
  }
}
