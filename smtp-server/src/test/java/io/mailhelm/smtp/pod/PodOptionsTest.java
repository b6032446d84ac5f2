package io.mailhelm.smtp.pod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PodOptionsTest {
  @Test
  void aContainerNeedsNone() {
    var options = PodOptions.parse();
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
        PodOptions.parse(
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
        .isThrownBy(() -> PodOptions.parse("--folder", "x"))
        .withMessageContaining("--folder")
        .withMessageContaining("--config DIR");
    assertThatIllegalArgumentException().isThrownBy(() -> PodOptions.parse("--config"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PodOptions.parse("--probes", "9000"))
        .withMessageContaining("ADDRESS:PORT");
  }
}
