package io.mailhelm.operator.cluster;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.MailUser;
import io.mailhelm.crds.SendPolicy;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads of MailDomains, MailUsers and SendPolicies only the metadata that means anything here. An
 * API server takes 256 KiB of annotations of each, and what else a client wrote of it; informers
 * keep each resource twice, and whoever may write MailUsers in one namespace would end the operator
 * for all others.
 *
 * <p>It is where objects are read, not in the stores of informers: the framework gives the
 * informers of all namespaces one store (see {@link StoreForEach}), and the stores of what is
 * reconciled are its own. So none of these may be written back as it was read: statuses are applied
 * with nothing else, and finalizers are added and removed by themselves. Labels and finalizers are
 * read as they are: policies select users by any label.
 */
public final class DeclaredMetadata extends SimpleModule {
  private static final long serialVersionUID = 1L;

  private static final Set<Class<?>> KINDS =
      Set.of(MailDomain.class, MailUser.class, SendPolicy.class);
  private static final String PREFIX = "mailhelm.io/";
  private static final int MOST_ANNOTATIONS = 32;
  private static final int LONGEST_ANNOTATION = 4096;

  public DeclaredMetadata() {
    super(DeclaredMetadata.class.getSimpleName());
    setDeserializerModifier(new Modifier());
  }

  private static final class Modifier extends BeanDeserializerModifier {
    private static final long serialVersionUID = 1L;

    @Override
    public JsonDeserializer<?> modifyDeserializer(
        DeserializationConfig config, BeanDescription bean, JsonDeserializer<?> deserializer) {
      return KINDS.contains(bean.getBeanClass()) ? new Reading(deserializer) : deserializer;
    }
  }

  private static final class Reading extends DelegatingDeserializer {
    private static final long serialVersionUID = 1L;

    Reading(JsonDeserializer<?> whole) {
      super(whole);
    }

    @Override
    protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> whole) {
      return new Reading(whole);
    }

    @Override
    public Object deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      var read = super.deserialize(parser, context);
      if (read instanceof HasMetadata resource && resource.getMetadata() != null) {
        prune(resource.getMetadata());
      }
      return read;
    }
  }

  private static void prune(ObjectMeta metadata) {
    metadata.setManagedFields(List.of());
    metadata.setOwnerReferences(List.of());
    if (metadata.getAnnotations() != null) {
      metadata.setAnnotations(own(metadata.getAnnotations()));
    }
  }

  private static Map<String, String> own(Map<String, String> annotations) {
    var own = new TreeMap<String, String>();
    annotations.entrySet().stream()
        .filter(each -> each.getKey().startsWith(PREFIX))
        .filter(each -> each.getValue().length() <= LONGEST_ANNOTATION)
        .sorted(Map.Entry.comparingByKey())
        .limit(MOST_ANNOTATIONS)
        .forEach(each -> own.put(each.getKey(), each.getValue()));
    return own;
  }
}
