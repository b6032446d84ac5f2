package io.mailhelm.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.mailhelm.operator.it.KubeApi;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That the API server leaves them as they are. */
class CanonicalQuantityIT {
  @RegisterExtension final KubeApi api = new KubeApi();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.5",
        "1000m",
        "1500m",
        "2",
        "1000",
        "1024",
        "1024Mi",
        "1.5Gi",
        "10Gi",
        "1000M",
        "0.1Ki",
        "0.5Ki",
        "1.0001Ki",
        "0",
        "0Gi",
        "1e3",
        "12E6",
        "0.0000000001",
        "7Ei",
        "1.5Ei",
        "1234567.5k"
      })
  void comesBackAsItWasWritten(String declared) {
    var canonical = CanonicalQuantity.of(Quantity.parse(declared));
    var pod =
        new PodBuilder()
            .withNewMetadata()
            .withName("quantities")
            .withNamespace("default")
            .endMetadata()
            .withNewSpec()
            .addNewContainer()
            .withName("any")
            .withImage("any")
            .withNewResources()
            .addToRequests("memory", canonical)
            .endResources()
            .endContainer()
            .endSpec()
            .build();

    var written = api.client().resource(pod).dryRun().create();

    assertThat(
            written.getSpec().getContainers().getFirst().getResources().getRequests().get("memory"))
        .hasToString(canonical.toString());
  }
}
