using Posture.Analysis.Indexes;

namespace Posture.Analysis.Access;

/// <summary>A binding that allows what was asked, and the first rule of its role that does. Its <see cref="AccessBinding.Members"/> are who may do it.</summary>
public readonly record struct AccessHolder(AccessBinding Binding, int Rule);
