package io.labelstream.sql;

import io.labelstream.vision.ModelClassifierFactory;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.ResolvedCatalogModel;
import org.apache.flink.table.factories.FactoryUtil;
import org.apache.flink.table.factories.ModelProviderFactory;
import org.apache.flink.table.ml.ModelProvider;

/**
 * Makes the models of {@code CREATE MODEL … WITH ('provider' = 'labelstream', …)}. Flink finds it
 * by its service file.
 *
 * <p>What is known to be wrong where a query is planned is refused there, with a {@link
 * ValidationException} whose message is a sentence that says what to do.
 */
public final class LabelstreamModelProviderFactory implements ModelProviderFactory {

  private static final String IDENTIFIER = "labelstream";

  @Override
  public String factoryIdentifier() {
    return IDENTIFIER;
  }

  @Override
  public Set<ConfigOption<?>> requiredOptions() {
    return Set.of(ModelOptions.MODEL);
  }

  /** In the order in which people are told of them. */
  @Override
  public Set<ConfigOption<?>> optionalOptions() {
    return new LinkedHashSet<>(
        List.of(
            ModelOptions.TOP_K,
            ModelOptions.MIN_SCORE,
            ModelOptions.PRECISION,
            ModelOptions.ENGINE,
            ModelOptions.REUSE_ANSWERS));
  }

  @Override
  public ModelProvider createModelProvider(Context context) {
    ResolvedCatalogModel model = context.getCatalogModel();
    OptionNames.check(this, model.getOptions().keySet());
    FactoryUtil.ModelProviderFactoryHelper helper =
        FactoryUtil.createModelProviderFactoryHelper(this, context);
    OptionValues values = new OptionValues(helper.getOptions());
    ModelClassifierFactory classifiers = values.classifiers();
    ClassificationProvider provider =
        new ClassificationProvider(
            classifiers, values.labels(), values.reuseAnswers(), ModelColumns.of(model));
    helper.validate();
    LocalModel.check(classifiers, context.getConfiguration());
    return provider;
  }
}
