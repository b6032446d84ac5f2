package io.mailhelm.cli.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentSettingsTest {
  @TempDir Path folder;

  @Test
  void readsDotEnvAndLetsTheEnvironmentWin() throws Exception {
    Files.writeString(
        folder.resolve(".env"),
        """
        # the guide's settings
        EMAIL_PROVIDER=custom-smtp
        export CUSTOM_SMTP_DOMAIN="yourdomain.test"   # quoted
        CUSTOM_SMTP_PORT=2526
        CUSTOM_SMTP_PASS='p#ss word'
        CUSTOM_SMTP_AUTH_REQUIRED=false
        """);

    var settings = EnvironmentSettings.read(Map.of("CUSTOM_SMTP_PORT", "2527"), folder);

    assertThat(settings.domain()).hasToString("yourdomain.test");
    assertThat(settings.port()).isEqualTo(2527);
    assertThat(settings.password()).isEqualTo("p#ss word");
    assertThat(settings.authRequired()).isFalse();
    assertThat(settings.user()).hasToString("noreply@yourdomain.test");
    assertThat(settings.apiPort()).isEqualTo(3001);
  }

  @Test
  void tellsEverythingThatIsWrongAtOnce() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                EnvironmentSettings.read(
                    Map.of("CUSTOM_SMTP_PORT", "eleven", "CUSTOM_SMTP_DOMAIN", "under score.test"),
                    folder))
        .withMessageContainingAll(
            "EMAIL_PROVIDER", "CUSTOM_SMTP_PORT", "CUSTOM_SMTP_DOMAIN", "CUSTOM_SMTP_PASS");
  }

  @Test
  void namesWhatHasNoFormInUtf8() throws Exception {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EnvironmentSettings.read(Map.of("CUSTOM_SMTP_PASS", "p\ud800"), folder))
        .withMessageContaining("CUSTOM_SMTP_PASS has one half of a surrogate pair");

    Files.write(folder.resolve(".env"), new byte[] {'A', '=', (byte) 0xff});
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EnvironmentSettings.read(Map.of(), folder))
        .withMessageContaining("%s is no UTF-8", folder.resolve(".env"));
  }

  @Test
  void namesTheLineThatIsNoSetting() throws Exception {
    Files.writeString(folder.resolve(".env"), "A=1\nnonsense\n");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> EnvironmentSettings.read(Map.of(), folder))
        .withMessageContaining("line 2");
  }

  @Test
  void theFromAddressOfTheDomainBecomesAnAliasAndAnyOtherASender() throws Exception {
    var own = SettingsResources.declarations(settings("hello@yourdomain.test"));
    var other = SettingsResources.declarations(settings("hello@elsewhere.test"));

    assertThat(own).contains("aliases:").contains("hello").doesNotContain("allow:");
    assertThat(other)
        .contains("allow:")
        .contains("hello@elsewhere.test")
        .doesNotContain("aliases:");
  }

  @Test
  void thePrintedResourcesDoNotShowThePassword() throws Exception {
    assertThat(SettingsResources.declarations(settings("hello@yourdomain.test")))
        .doesNotContain("s3cret");
    assertThat(SettingsResources.secret(settings("hello@yourdomain.test"))).contains("s3cret");
  }

  private EnvironmentSettings settings(String from) throws Exception {
    return EnvironmentSettings.read(
        Map.of(
            "EMAIL_PROVIDER", "custom-smtp",
            "CUSTOM_SMTP_DOMAIN", "yourdomain.test",
            "CUSTOM_SMTP_PASS", "s3cret",
            "CUSTOM_SMTP_FROM_EMAIL", from),
        folder);
  }
}
