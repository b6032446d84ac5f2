package io.mailhelm.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;

class AdditionsTest {
  private static Service service(String others) {
    return Serialization.unmarshal(
        """
        apiVersion: v1
        kind: Service
        metadata:
          name: d-smtp
          uid: u
          resourceVersion: "7"
          labels: {team: mail}
          managedFields:
          - manager: mailhelm-operator
            operation: Apply
            fieldsV1:
              f:spec:
                f:ports:
                  'k:{"port":25,"protocol":"TCP"}': {.: {}, f:name: {}, f:port: {}}
                f:selector: {}
        %s
        spec:
          type: LoadBalancer
          loadBalancerIP: 192.0.2.1
          externalIPs: [192.0.2.2]
          selector: {app: d}
          ports:
          - {name: smtp, port: 25, protocol: TCP, appProtocol: smtp}
          - {name: added, port: 9999, protocol: TCP}
        """
            .formatted(others.indent(2).stripTrailing()),
        Service.class);
  }

  private static JsonNode patch(String others) throws JsonProcessingException {
    return Serialization.jsonMapper()
        .readTree(Additions.withoutThem(service(others)).orElseThrow());
  }

  @Test
  void aPortAFieldOfOursAndAnAddressThatOthersSetGo() throws JsonProcessingException {
    var patch =
        patch(
            """
            - manager: kubectl-edit
              operation: Update
              fieldsV1:
                f:metadata: {f:labels: {f:team: {}}}
                f:spec:
                  f:externalIPs: {}
                  f:loadBalancerIP: {}
                  f:ports:
                    'k:{"port":25,"protocol":"TCP"}': {f:appProtocol: {}, f:name: {}}
                    'k:{"port":9999,"protocol":"TCP"}': {.: {}, f:name: {}, f:port: {}}
            """);

    assertThat(patch.at("/metadata/resourceVersion").asText()).isEqualTo("7");
    assertThat(patch.at("/spec/externalIPs").isNull()).isTrue();
    assertThat(patch.at("/spec/ports").toString())
        .isEqualTo("[{\"name\":\"smtp\",\"port\":25,\"protocol\":\"TCP\"}]");
    // Load balancers and people have their own business with these.
    assertThat(patch.at("/spec/loadBalancerIP").isMissingNode()).isTrue();
    assertThat(patch.at("/metadata/labels").isMissingNode()).isTrue();
  }

  @Test
  void whatNobodySetOrAControllerSaysOfTheStatusStays() {
    assertThat(Additions.withoutThem(service(""))).isEmpty();
    assertThat(
            Additions.withoutThem(
                service(
                    """
                    - manager: cloud
                      operation: Update
                      subresource: status
                      fieldsV1: {f:spec: {f:externalIPs: {}}}
                    """)))
        .isEmpty();
  }
}
