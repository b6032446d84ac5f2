package io.mailhelm.smtp.pod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OptionsTest {
  @Test
  void aContainerNeedsNone() {
    var options = Options.parse();
    assertThat(options.config()).isEqualTo(Path.of("/etc/mailhelm/config"));
    assertThat(options.token()).isEqualTo(Path.of("/etc/mailhelm/token/token"));
    assertThat(options.apiTls()).isEqualTo(Path.of("/etc/mailhelm/api-tls"));
    assertThat(options.data()).isEqualTo(Path.of("/var/lib/mailhelm"));
    assertThat(options.probes().port()).isEqualTo(9000);
    assertThat(options.rehearse()).isFalse();
  }

  @Test
  void eachIsTaken() {
    var options =
        Options.parse(
            "--config",
            "/c",
            "--token",
            "/t",
            "--api-tls",
            "/a",
            "--data",
            "/d",
            "--probes",
            "127.0.0.1:0",
            "--ports-file",
            "/p");
    assertThat(options.config()).isEqualTo(Path.of("/c"));
    assertThat(options.token()).isEqualTo(Path.of("/t"));
    assertThat(options.apiTls()).isEqualTo(Path.of("/a"));
    assertThat(options.data()).isEqualTo(Path.of("/d"));
    assertThat(options.probes().address()).isEqualTo("127.0.0.1");
    assertThat(options.probes().port()).isZero();
    assertThat(options.portsFile()).contains(Path.of("/p"));
  }

  @Test
  void whatMeansNothingIsSaidWithWhatThereIs() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Options.parse("--folder", "x"))
        .withMessageContaining("--folder")
        .withMessageContaining("--config DIR");
    assertThatIllegalArgumentException().isThrownBy(() -> Options.parse("--config"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Options.parse("--probes", "9000"))
        .withMessageContaining("ADDRESS:PORT");
  }
}
