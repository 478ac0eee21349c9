"""Design tables: one root with a shallow subclass by kind of document, overrides, and edits by version."""

from __future__ import annotations

from django.db import models
from polymorphic.models import PolymorphicModel


class Component(PolymorphicModel):
    """What one layer says about one component. ``key`` is the key at birth, ``uuid`` the identity."""

    uuid = models.UUIDField()
    key = models.CharField(max_length=127)
    layer = models.CharField(max_length=80)
    rank = models.IntegerField()
    document = models.JSONField()

    class Meta:
        db_table = "component"
        constraints = [
            models.UniqueConstraint(fields=["polymorphic_ctype", "key", "layer"], name="component_layer_key")
        ]

    def __str__(self) -> str:
        return f"{self.key} ({self.layer})"


class EntityComponent(Component):
    """An entity with its fields."""

    class Meta:
        db_table = "component_entity"


class LayoutComponent(Component):
    """The arrangement of a record page and form."""

    class Meta:
        db_table = "component_layout"


class ViewComponent(Component):
    """A shared list."""

    class Meta:
        db_table = "component_view"


class WorkflowComponent(Component):
    """An approval of an entity."""

    class Meta:
        db_table = "component_workflow"


class RuleComponent(Component):
    """A statement about an entity."""

    class Meta:
        db_table = "component_rule"


class PipelineComponent(Component):
    """Stages of an entity."""

    class Meta:
        db_table = "component_pipeline"


class ConversionComponent(Component):
    """What becomes of a record of an entity in others."""

    class Meta:
        db_table = "component_conversion"


class TemplateComponent(Component):
    """A mail about records of an entity."""

    class Meta:
        db_table = "component_template"


class MenuComponent(Component):
    """A menu of the shell."""

    class Meta:
        db_table = "component_menu"


class RoleComponent(Component):
    """What people of a role may do."""

    class Meta:
        db_table = "component_role"


class SettingsComponent(Component):
    """Settings of the workspace."""

    class Meta:
        db_table = "component_settings"


class ComponentOverride(models.Model):
    """One attribute that the organisation sets (or removes) over what the layers below say."""

    id = models.BigAutoField(primary_key=True)
    component = models.ForeignKey(Component, on_delete=models.CASCADE, related_name="overrides")
    path = models.JSONField()
    op = models.CharField(max_length=7)
    value = models.JSONField(null=True)
    base_hash = models.CharField(max_length=64, default="")

    class Meta:
        db_table = "component_override"

    def __str__(self) -> str:
        return "/".join(self.path)


class DesignEdit(models.Model):
    """How one version changed one component: its layers before and after. Rollback reads them backwards."""

    id = models.BigAutoField(primary_key=True)
    version = models.IntegerField()
    kind = models.CharField(max_length=15)
    key = models.CharField(max_length=127)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        db_table = "design_edit"
        constraints = [models.UniqueConstraint(fields=["version", "kind", "key"], name="design_edit_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} in {self.version}"


COMPONENT_MODELS: dict[str, type[Component]] = {
    "entity": EntityComponent,
    "layout": LayoutComponent,
    "view": ViewComponent,
    "workflow": WorkflowComponent,
    "rule": RuleComponent,
    "pipeline": PipelineComponent,
    "conversion": ConversionComponent,
    "template": TemplateComponent,
    "menu": MenuComponent,
    "role": RoleComponent,
    "settings": SettingsComponent,
}
